package dev.posthouse;

import java.io.PrintStream;

/// What the terminal shows once the server answers: where it is, the admin key if it was made just
/// now, and three lines that publish a first event.
record Banner(Config config, String address, KeyFiles.AdminKey admin) {
  void print(PrintStream out) {
    out.println("Posthouse " + Main.VERSION + " is at " + address);
    if (admin.made()) {
      out.println();
      out.println(
          "Admin key (shown this once, kept in " + config.data().resolve("admin.key") + "):");
      out.println("  " + admin.key().reveal());
    }
    out.println();
    out.println("A first event, to copy into another terminal:");
    out.println("  export POSTHOUSE_KEY=" + key());
    out.println(
        "  curl -s %s/v1/events -H \"Authorization: Bearer $POSTHOUSE_KEY\" -H 'Content-Type: application/json' -d '{\"type\":\"customer.deleted\",\"data\":{\"customer\":{\"id\":\"1\",\"code\":\"C-1\"}}}'"
            .formatted(address));
    out.println(
        "  curl -s %s/v1/events -H \"Authorization: Bearer $POSTHOUSE_KEY\"".formatted(address));
    if (!config.addresses().privateNetworks() && config.addresses().networks().isEmpty()) {
      out.println();
      out.println("Receivers on this machine or in private networks are refused; to allow them:");
      out.println("  ./posthouse serve --allow-private-networks");
    }
    if (config.listener().tls().isEmpty() && !config.listener().local()) {
      out.println();
      out.println(
          "Other machines may reach this address, and without TLS keys and events can be read");
      out.println(
          "on the way: set --tls-cert and --tls-key, or let only a proxy with TLS reach it.");
    }
    out.flush();
  }

  private String key() {
    return config.keys().admin().isPresent()
        ? "\"$POSTHOUSE_ADMIN_KEY\""
        : "$(cat " + config.data().resolve("admin.key") + ")";
  }
}
