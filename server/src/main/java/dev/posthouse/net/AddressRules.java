package dev.posthouse.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which addresses may be connected to. Only public ones, unless a flag opens others; link-local,
/// metadata and our own listeners never. An IPv4 address hidden in IPv6 needs its wrapping opened
/// and is then judged as what it is.
///
/// @param networks opened by `--allow-networks`
/// @param privateNetworks `--allow-private-networks`: loopback, RFC 1918 and unique local
public record AddressRules(List<Cidr> networks, boolean privateNetworks, OwnSockets own) {
  private static final Pattern NUMBER_LAST =
      Pattern.compile("(?:[^:]*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  public AddressRules {
    networks = List.copyOf(networks);
  }

  public Ruling judge(InetAddress any, int port) {
    InetAddress address = AddressText.of(any.getAddress()); // a mapped IPv6 address becomes IPv4
    if (own.isSample(address, port)) {
      return Ruling.OPEN;
    }
    AddressKind kind = kind(address, port);
    if (!permits(kind, address)) {
      return new Ruling.Refused(address, kind);
    }
    return kind == AddressKind.HIDDEN_IPV4 ? judgeHidden(address, port) : Ruling.OPEN;
  }

  /// One bad address refuses the name: what else it resolves to is for its owner to choose.
  public Ruling judge(List<InetAddress> addresses, int port) {
    return addresses.stream()
        .map(address -> judge(address, port))
        .filter(Ruling.Refused.class::isInstance)
        .findFirst()
        .orElse(Ruling.OPEN);
  }

  /// What to tell somebody who saves this URL, when it is plain now that it will be refused. Only
  /// literal addresses, in any spelling, and `localhost` are looked at: no name server is asked.
  public Optional<String> warningFor(URI url) {
    Target target;
    try {
      target = Target.of(url);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return plain(target.host()).stream()
        .map(address -> judge(address, target.port()))
        .filter(Ruling.Refused.class::isInstance)
        .map(ruling -> ((Ruling.Refused) ruling).words(target.host()))
        .findFirst();
  }

  /// Whether a host ends in a number, as the URL Standard has it, and is no IPv4 address in its
  /// usual spelling: `0x7f.1`, `2130706433` and `0177.0.0.1` mean one address to some and another,
  /// or none, to others.
  public static boolean isOddlySpelled(String host) {
    return NUMBER_LAST.matcher(host).matches() && !AddressText.isFourDecimals(host);
  }

  private AddressKind kind(InetAddress address, int port) {
    return own.isListener(address, port) ? AddressKind.OWN : AddressKind.of(address);
  }

  private boolean permits(AddressKind kind, InetAddress address) {
    return switch (kind.access()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case PRIVATE_FLAG -> privateNetworks || isInNetworks(address);
      case NETWORK_FLAG -> isInNetworks(address);
    };
  }

  private boolean isInNetworks(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private Ruling judgeHidden(InetAddress six, int port) {
    return judge(HiddenFour.in(six), port)
            instanceof Ruling.Refused(InetAddress four, AddressKind k)
        ? new Ruling.Refused(four, k)
        : Ruling.OPEN;
  }

  /// Every reading of a host that needs no look-up: `0177.1` is an address to some and not to
  /// others.
  private static List<InetAddress> plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.matches("(.*\\.)?localhost\\.?")) {
      return List.of(InetAddress.getLoopbackAddress());
    }
    return Stream.of(
            reading(InetAddress::ofLiteral, host), reading(Inet4Address::ofPosixLiteral, host))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<InetAddress> reading(Function<String, InetAddress> reading, String host) {
    try {
      return Optional.of(reading.apply(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
