package dev.posthouse.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Addresses as bytes and as text, without asking any name server. IPv6 is written as RFC 5952
/// wants it.
final class AddressText {
  private static final Pattern FOUR_DECIMALS =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final int GROUPS = 8;

  private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]+");

  private AddressText() {}

  /// @throws IllegalArgumentException if it is not an address in its usual spelling
  static InetAddress parse(String text) {
    boolean usual = text.indexOf(':') >= 0 ? SIX.matcher(text).matches() : isFourDecimals(text);
    if (!usual) {
      throw new IllegalArgumentException("\"" + text + "\" is not an address");
    }
    return InetAddress.ofLiteral(text);
  }

  static boolean isFourDecimals(String text) {
    return FOUR_DECIMALS.matcher(text).matches();
  }

  static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }

  static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? address.getHostAddress() : sixText(bytes);
  }

  private static String sixText(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosAt(groups, i);
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return length == 1
        ? hex(groups, 0, GROUPS)
        : hex(groups, 0, from) + "::" + hex(groups, from + length, GROUPS);
  }

  private static int zerosAt(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  private static String hex(int[] groups, int from, int end) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < end; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
