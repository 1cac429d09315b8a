package dev.posthouse.net;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses, such as `10.0.0.0/8`; a single address is a range of one.
///
/// @param network the first address; what lies beyond `bits` is zero
public record Cidr(InetAddress network, int bits) {
  private static final String EXAMPLE = "write it like 10.0.0.0/8, 192.168.1.7 or fd00::/8";

  /// An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) has this many bits before its own.
  private static final int MAPPED_BITS = 96;

  public Cidr {
    byte[] bytes = network.getAddress();
    if (bits < 0 || bits > bytes.length * 8) {
      throw new IllegalArgumentException(
          "/" + bits + " does not fit " + AddressText.of(network) + ": " + EXAMPLE);
    }
    network = AddressText.of(masked(bytes, bits));
  }

  /// @throws IllegalArgumentException if `text` is no range or address, with an example
  public static Cidr parse(String text) {
    String trimmed = text.strip();
    int slash = trimmed.indexOf('/');
    String address = slash < 0 ? trimmed : trimmed.substring(0, slash);
    InetAddress network = address(text, address);
    int full = network.getAddress().length * 8;
    if (slash < 0) {
      return new Cidr(network, full);
    }
    int bits = bits(text, trimmed.substring(slash + 1));
    boolean mapped = full == 32 && address.indexOf(':') >= 0;
    return new Cidr(network, mapped ? bits - MAPPED_BITS : bits);
  }

  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    return mine.length == other.length && Arrays.equals(mine, masked(other, bits));
  }

  @Override
  public String toString() {
    return AddressText.of(network) + "/" + bits;
  }

  private static InetAddress address(String text, String address) {
    try {
      return AddressText.parse(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a range of addresses: " + EXAMPLE, e);
    }
  }

  private static int bits(String text, String bits) {
    if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no number of bits after its slash: " + EXAMPLE);
    }
    return Integer.parseInt(bits);
  }

  private static byte[] masked(byte[] bytes, int bits) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - 8L * i, 0, 8);
      masked[i] &= (byte) (0xff00 >> kept);
    }
    return masked;
  }
}
