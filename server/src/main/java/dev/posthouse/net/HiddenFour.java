package dev.posthouse.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The IPv4 addresses that an IPv6 address of a translating network may lead to. Where they lie
/// depends on the network, so every place they may have is looked at.
final class HiddenFour {
  private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
  private static final Cidr TEREDO = Cidr.parse("2001::/32");
  private static final Cidr LOCAL_NAT64 = Cidr.parse("64:ff9b:1::/48");

  private HiddenFour() {}

  static List<InetAddress> in(InetAddress six) {
    byte[] bytes = six.getAddress();
    if (SIX_TO_FOUR.contains(six)) {
      return List.of(at(bytes, 2, 3, 4, 5));
    }
    List<InetAddress> found = new ArrayList<>();
    if (TEREDO.contains(six)) {
      found.add(at(bytes, 4, 5, 6, 7));
      found.add(inverted(at(bytes, 12, 13, 14, 15)));
      return found;
    }
    if (LOCAL_NAT64.contains(six) && !Arrays.equals(bytes, 6, 12, new byte[6], 0, 6)) {
      // RFC 6052, section 2.2: prefixes of 48, 56 and 64 bits step over the eighth byte
      found.add(at(bytes, 6, 7, 9, 10));
      found.add(at(bytes, 7, 9, 10, 11));
      found.add(at(bytes, 9, 10, 11, 12));
    }
    found.add(at(bytes, 12, 13, 14, 15));
    return found;
  }

  private static InetAddress at(byte[] bytes, int a, int b, int c, int d) {
    return AddressText.of(new byte[] {bytes[a], bytes[b], bytes[c], bytes[d]});
  }

  private static InetAddress inverted(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
    return AddressText.of(bytes);
  }
}
