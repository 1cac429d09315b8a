package dev.posthouse.net;

import java.net.InetAddress;
import java.util.List;

/// What an address is for, by the registries of IANA (RFC 6890 and the special-purpose address
/// registries for IPv4 and IPv6) and by what clouds use for their metadata.
public enum AddressKind {
  PUBLIC("a public address", Access.ALWAYS),
  LOOPBACK("a loopback address", Access.PRIVATE_FLAG),
  PRIVATE("a private address", Access.PRIVATE_FLAG),
  LINK_LOCAL("a link-local address", Access.NEVER),
  METADATA("the metadata address of a cloud", Access.NEVER),
  OWN("where Posthouse itself listens", Access.NEVER),
  UNSPECIFIED("the unspecified address", Access.NEVER),
  SHARED("a carrier-grade NAT address", Access.NETWORK_FLAG),
  DOCUMENTATION("an address for documentation", Access.NETWORK_FLAG),
  MULTICAST("a multicast address", Access.NETWORK_FLAG),
  RESERVED("a reserved address", Access.NETWORK_FLAG),
  HIDDEN_IPV4("an IPv4 address hidden in IPv6", Access.NETWORK_FLAG);

  /// What opens addresses of a kind.
  public enum Access {
    ALWAYS,
    PRIVATE_FLAG,
    NETWORK_FLAG,
    NEVER
  }

  private final String words;
  private final Access access;

  AddressKind(String words, Access access) {
    this.words = words;
    this.access = access;
  }

  public String words() {
    return words;
  }

  public Access access() {
    return access;
  }

  public static AddressKind of(InetAddress address) {
    return RANGES.stream()
        .filter(range -> range.contains(address))
        .findFirst()
        .map(Range::kind)
        .orElseGet(() -> isIsatap(address.getAddress()) ? HIDDEN_IPV4 : unlisted(address));
  }

  /// IPv6 that is handed out to the public lies in 2000::/3; the rest is kept back.
  private static AddressKind unlisted(InetAddress address) {
    return address.getAddress().length == 4 || GLOBAL_UNICAST.contains(address) ? PUBLIC : RESERVED;
  }

  /// RFC 5214: an interface identifier of `0000:5efe` or `0200:5efe` and an IPv4 address.
  private static boolean isIsatap(byte[] bytes) {
    return bytes.length == 16
        && (bytes[8] & ~0x03) == 0
        && bytes[9] == 0
        && bytes[10] == 0x5e
        && (bytes[11] & 0xff) == 0xfe;
  }

  private record Range(AddressKind kind, List<Cidr> cidrs) {
    static Range of(AddressKind kind, String... cidrs) {
      return new Range(kind, List.of(cidrs).stream().map(Cidr::parse).toList());
    }

    boolean contains(InetAddress address) {
      return cidrs.stream().anyMatch(cidr -> cidr.contains(address));
    }
  }

  private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

  /// The first that contains an address names its kind: the narrow ones come before the wide.
  private static final List<Range> RANGES =
      List.of(
          // AWS, Azure, GCP and most others; ECS; Alibaba; Azure's wire server; Oracle; EC2 and GCP
          // over IPv6
          Range.of(
              METADATA,
              "169.254.169.254",
              "169.254.170.2",
              "169.254.170.23",
              "100.100.100.200",
              "168.63.129.16",
              "192.0.0.192",
              "fd00:ec2::/32",
              "fd20:ce::254"),
          Range.of(UNSPECIFIED, "0.0.0.0/8", "::"),
          Range.of(LOOPBACK, "127.0.0.0/8", "::1"),
          Range.of(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
          Range.of(LINK_LOCAL, "169.254.0.0/16", "fe80::/10"),
          Range.of(SHARED, "100.64.0.0/10"),
          Range.of(
              DOCUMENTATION,
              "192.0.2.0/24",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "2001:db8::/32",
              "3fff::/20"),
          Range.of(MULTICAST, "224.0.0.0/4", "ff00::/8"),
          // mapped, SIIT, compatible, 6to4, NAT64 (RFC 6052, RFC 8215), Teredo
          Range.of(
              HIDDEN_IPV4,
              "::/96",
              "::ffff:0:0:0/96",
              "2002::/16",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "2001::/32"),
          Range.of(
              RESERVED,
              "192.0.0.0/24",
              "192.88.99.0/24",
              "198.18.0.0/15",
              "240.0.0.0/4",
              "2001::/23",
              "fec0::/10"));
}
