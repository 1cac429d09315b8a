package dev.posthouse.net;

import static dev.posthouse.net.AddressKind.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final InetAddress OF_THIS_HOST = InetAddress.ofLiteral("93.184.216.34");

  private final OwnSockets own = new OwnSockets(OF_THIS_HOST::equals);

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.128.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.32.0.0, PUBLIC",
    "223.255.255.255, PUBLIC",
    "2606:4700::1111, PUBLIC",
    "2a00:1450:4001::5efe:1, PUBLIC",
    "0.0.0.0, UNSPECIFIED",
    "0.1.2.3, UNSPECIFIED",
    "::, UNSPECIFIED",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "::1, LOOPBACK",
    "10.0.0.1, PRIVATE",
    "172.16.0.1, PRIVATE",
    "172.31.255.255, PRIVATE",
    "192.168.0.1, PRIVATE",
    "fc00::1, PRIVATE",
    "fdff::1, PRIVATE",
    "169.254.0.1, LINK_LOCAL",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "169.254.169.254, METADATA",
    "169.254.170.2, METADATA",
    "100.100.100.200, METADATA",
    "168.63.129.16, METADATA",
    "192.0.0.192, METADATA",
    "fd00:ec2::254, METADATA",
    "fd20:ce::254, METADATA",
    "100.64.0.1, SHARED",
    "100.127.255.255, SHARED",
    "192.0.2.1, DOCUMENTATION",
    "198.51.100.1, DOCUMENTATION",
    "203.0.113.1, DOCUMENTATION",
    "2001:db8::1, DOCUMENTATION",
    "3fff::1, DOCUMENTATION",
    "224.0.0.1, MULTICAST",
    "239.255.255.255, MULTICAST",
    "ff02::1, MULTICAST",
    "192.0.0.8, RESERVED",
    "192.88.99.1, RESERVED",
    "198.18.0.1, RESERVED",
    "198.19.255.255, RESERVED",
    "240.0.0.1, RESERVED",
    "255.255.255.255, RESERVED",
    "2001:2::1, RESERVED",
    "2001:20::1, RESERVED",
    "100::1, RESERVED",
    "fec0::1, RESERVED",
    "5f00::1, RESERVED",
    "4000::1, RESERVED",
    "::8.8.8.8, HIDDEN_IPV4",
    "::ffff:0:8.8.8.8, HIDDEN_IPV4",
    "2002:808:808::1, HIDDEN_IPV4",
    "64:ff9b::8.8.8.8, HIDDEN_IPV4",
    "64:ff9b:1::8.8.8.8, HIDDEN_IPV4",
    "2001:0:808:808::1, HIDDEN_IPV4",
    "2a00:1450::5efe:8.8.8.8, HIDDEN_IPV4",
    "2a00:1450::200:5efe:8.8.8.8, HIDDEN_IPV4"
  })
  void tells_what_an_address_is_for(String address, AddressKind kind) {
    assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
  }

  @Test
  void opens_only_public_addresses_by_default() {
    AddressRules rules = new AddressRules(List.of(), false, own);

    assertThat(Arrays.stream(SAMPLES).filter(address -> isOpen(rules, address)))
        .containsExactly("8.8.8.8", "2606:4700::1111");
  }

  @Test
  void the_flag_for_private_networks_opens_loopback_and_private_ones_only() {
    AddressRules rules = new AddressRules(List.of(), true, own);

    assertThat(Arrays.stream(SAMPLES).filter(address -> isOpen(rules, address)))
        .containsExactly(
            "8.8.8.8", "2606:4700::1111", "127.0.0.1", "::1", "10.0.0.1", "192.168.0.1", "fc00::1");
  }

  @Test
  void opening_all_networks_still_leaves_link_local_and_metadata_closed() {
    AddressRules rules =
        new AddressRules(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")), true, own);

    assertThat(Arrays.stream(SAMPLES).filter(address -> !isOpen(rules, address)))
        .containsExactly(
            "0.0.0.0",
            "169.254.0.1",
            "fe80::1",
            "169.254.169.254",
            "100.100.100.200",
            "fd00:ec2::254",
            "64:ff9b::169.254.169.254",
            "2002:a9fe:a9fe::1",
            "64:ff9b:1:a9fe:a9:fe00::",
            "2001:0:a9fe:a9fe::1",
            "2001:0:808:808::5601:5601");
  }

  private static final String[] SAMPLES = {
    "8.8.8.8",
    "2606:4700::1111",
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "192.168.0.1",
    "fc00::1",
    "0.0.0.0",
    "169.254.0.1",
    "fe80::1",
    "169.254.169.254",
    "100.100.100.200",
    "fd00:ec2::254",
    "100.64.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "64:ff9b::8.8.8.8",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "64:ff9b:1:a9fe:a9:fe00::",
    "2001:0:a9fe:a9fe::1",
    "2001:0:808:808::5601:5601"
  };

  @Test
  void opens_the_networks_that_are_named() {
    AddressRules rules = new AddressRules(List.of(Cidr.parse("10.1.0.0/16")), false, own);

    assertThat(isOpen(rules, "10.1.2.3")).isTrue();
    assertThat(isOpen(rules, "10.2.0.1")).isFalse();
    assertThat(isOpen(rules, "127.0.0.1")).isFalse();
  }

  @Test
  void judges_a_hidden_ipv4_address_as_what_it_is_once_its_wrapping_is_open() {
    AddressRules rules = new AddressRules(List.of(Cidr.parse("64:ff9b::/96")), false, own);

    assertThat(isOpen(rules, "64:ff9b::8.8.8.8")).isTrue();
    assertThat(isOpen(rules, "64:ff9b::10.0.0.1")).isFalse();
    assertThat(isOpen(rules, "64:ff9b::127.0.0.1")).isFalse();
  }

  @Test
  void one_bad_address_refuses_all() {
    AddressRules rules = new AddressRules(List.of(), false, own);

    assertThat(rules.judge(List.of(address("8.8.8.8"), address("10.0.0.1")), 443))
        .isEqualTo(new Ruling.Refused(address("10.0.0.1"), PRIVATE));
    assertThat(rules.judge(List.of(address("8.8.8.8"), address("9.9.9.9")), 443))
        .isEqualTo(Ruling.OPEN);
  }

  @Test
  void its_own_listeners_never_open() {
    AddressRules rules = new AddressRules(List.of(Cidr.parse("0.0.0.0/0")), true, own);
    own.listening(new InetSocketAddress(address("127.0.0.1"), 8080));

    assertThat(rules.judge(address("127.0.0.1"), 8080))
        .isEqualTo(new Ruling.Refused(address("127.0.0.1"), OWN));
    assertThat(rules.judge(address("127.0.0.1"), 8081)).isEqualTo(Ruling.OPEN);
    assertThat(rules.judge(address("127.0.0.2"), 8080)).isEqualTo(Ruling.OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void a_listener_on_all_addresses_is_closed_on_each_of_them(String bound) {
    AddressRules rules = new AddressRules(List.of(), true, own);
    own.listening(new InetSocketAddress(address(bound), 8080));

    assertThat(isOpen(rules, "127.0.0.1")).isTrue();
    for (String local : List.of("127.0.0.1", "127.9.9.9", "::1", "93.184.216.34")) {
      assertThat(rules.judge(address(local), 8080)).isInstanceOf(Ruling.Refused.class);
      assertThat(rules.judge(address(local), 8081)).isEqualTo(Ruling.OPEN);
    }
    assertThat(rules.judge(address("93.184.216.35"), 8080)).isEqualTo(Ruling.OPEN);
  }

  @Test
  void a_sample_receiver_opens_exactly_its_address_and_port() {
    AddressRules rules = new AddressRules(List.of(), false, own);
    own.sampleReceiver(new InetSocketAddress(address("127.0.0.1"), 9000));

    assertThat(rules.judge(address("127.0.0.1"), 9000)).isEqualTo(Ruling.OPEN);
    assertThat(rules.judge(address("127.0.0.1"), 9001)).isInstanceOf(Ruling.Refused.class);
    assertThat(rules.judge(address("127.0.0.2"), 9000)).isInstanceOf(Ruling.Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1/|127.0.0.1 is a loopback address; --allow-private-networks permits it",
        "http://localhost:3000/x|localhost is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://api.localhost/|api.localhost is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://[::1]:3000/|::1 is a loopback address; --allow-private-networks permits it",
        "http://[fd00::7]/|fd00::7 is a private address; --allow-private-networks permits it",
        "http://2130706433/|2130706433 is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://0x7f.1/|0x7f.1 is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://0177.0.0.1/|0177.0.0.1 is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://127.1/|127.1 is 127.0.0.1, a loopback address; --allow-private-networks permits it",
        "http://100.64.0.1/|100.64.0.1 is a carrier-grade NAT address; --allow-networks 100.64.0.1 permits it",
        "http://169.254.169.254/latest|169.254.169.254 is the metadata address of a cloud; no setting permits it",
        "http://[::ffff:10.0.0.1]/|::ffff:10.0.0.1 is 10.0.0.1, a private address; --allow-private-networks permits it"
      })
  void warns_of_a_url_that_is_plainly_refused_and_names_the_flag(URI url, String warning) {
    assertThat(new AddressRules(List.of(), false, own).warningFor(url)).hasValue(warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com/", "http://8.8.8.8/", "http://under_score:80/", "mailto:a@b"})
  void warns_of_nothing_else(URI url) {
    assertThat(new AddressRules(List.of(), false, own).warningFor(url)).isEmpty();
  }

  private static boolean isOpen(AddressRules rules, String address) {
    return rules.judge(address(address), 443) instanceof Ruling.Open;
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
