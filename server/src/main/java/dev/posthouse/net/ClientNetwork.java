package dev.posthouse.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Whom an address stands for where clients are counted: itself, or its first 64 bits if it is of
/// IPv6, for the rest is the client's own to choose (RFC 4291, section 2.5.4).
///
/// @param address with zeros after the first 64 bits, if it is of IPv6
public record ClientNetwork(InetAddress address) {
  private static final int BYTES = 8;

  public static ClientNetwork of(InetAddress client) {
    if (!(client instanceof Inet6Address)) {
      return new ClientNetwork(client);
    }
    byte[] bytes = client.getAddress();
    Arrays.fill(bytes, BYTES, bytes.length, (byte) 0);
    try {
      return new ClientNetwork(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }

  /// Such as `192.0.2.1` and `2001:db8:0:0:0:0:0:0/64`.
  @Override
  public String toString() {
    return address.getHostAddress() + (address instanceof Inet6Address ? "/64" : "");
  }
}
