package dev.posthouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "10.1.2.3/8, 10.0.0.0/8",
    "192.168.1.7, 192.168.1.7/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "172.31.255.255/12, 172.16.0.0/12",
    "' 10.0.0.0/8 ', 10.0.0.0/8",
    "::1, ::1/128",
    "::/0, ::/0",
    "FD00:0:0::1/8, fd00::/8",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
    "::ffff:10.1.2.3, 10.1.2.3/32",
    "::ffff:10.1.2.3/104, 10.0.0.0/8"
  })
  void is_written_in_one_form_whatever_its_spelling(String text, String canonical) {
    assertThat(Cidr.parse(text)).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/08x",
        "10.0.0/8",
        "010.0.0.1",
        "256.0.0.1",
        "0x7f.1",
        "2130706433",
        "::1/129",
        "fe80::1%eth0",
        "[::1]",
        "::ffff:10.0.0.0/8"
      })
  void refuses_what_is_no_range_and_shows_one(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.parse(text))
        .withMessageContaining("10.0.0.0/8");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 1.2.3.4, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "::1, ::1, true",
    "::1, ::2, false"
  })
  void contains_exactly_its_addresses(String cidr, String address, boolean contained) {
    assertThat(Cidr.parse(cidr).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }

  @Test
  void contains_an_ipv6_address_whatever_its_zone() {
    assertThat(Cidr.parse("fe80::/10").contains(InetAddress.ofLiteral("fe80::1%1"))).isTrue();
  }
}
