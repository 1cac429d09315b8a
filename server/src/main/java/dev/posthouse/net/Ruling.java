package dev.posthouse.net;

import java.net.InetAddress;

/// Whether an address may be connected to, and if not, why.
public sealed interface Ruling {
  Open OPEN = new Open();

  record Open() implements Ruling {}

  /// `kind` says why; for an IPv4 address hidden in IPv6 that of what is hidden, if it is worse.
  record Refused(InetAddress address, AddressKind kind) implements Ruling {
    /// One clause to follow the address: what it is and which flag permits it.
    public String words() {
      return kind.words()
          + "; "
          + switch (kind.access()) {
            case ALWAYS, NEVER -> "no setting permits it";
            case PRIVATE_FLAG -> "--allow-private-networks permits it";
            case NETWORK_FLAG -> "--allow-networks " + text() + " permits it";
          };
    }

    /// A sentence about the address, or about the `host` that has it.
    public String words(String host) {
      return host.equals(text())
          ? text() + " is " + words()
          : host + " is " + text() + ", " + words();
    }

    public String text() {
      return AddressText.of(address);
    }
  }
}
