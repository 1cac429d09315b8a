package dev.posthouse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.posthouse.access.Secret;
import dev.posthouse.store.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// The small files of the data folder that make this installation itself: the admin key, unless the
/// environment says it, and the name of this node. Only their owner can read them.
record KeyFiles(Path folder, SecureRandom random) {
  private static final String ADMIN = "admin.key";
  private static final String NODE = "node.id";
  private static final int BYTES = 24;

  /// @param made whether it was made just now, and should be shown this once
  record AdminKey(Secret key, boolean made) {}

  AdminKey adminKey(Optional<Secret> given) {
    if (given.isPresent()) {
      return new AdminKey(given.get(), false);
    }
    return Files.exists(folder.resolve(ADMIN))
        ? new AdminKey(new Secret(read(ADMIN)), false)
        : new AdminKey(new Secret(secret("phk_admin_")), true);
  }

  /// The admin key that a server keeps in this folder; empty where there is none to be read.
  static String keptAdminKey(Path folder) {
    Path file = folder.resolve(ADMIN);
    try {
      return Files.isReadable(file) ? Files.readString(file, US_ASCII).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  /// Keeps a key that was made just now. Called when it is about to be shown, so that a start that
  /// fails before leaves it to the next one.
  void keep(AdminKey admin) {
    if (admin.made()) {
      make(ADMIN, admin.key().reveal());
    }
  }

  String node() {
    if (!Files.exists(folder.resolve(NODE))) {
      make(NODE, secret("node_"));
    }
    return read(NODE);
  }

  private String secret(String prefix) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name), US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve(name), e);
    }
  }

  private void make(String name, String text) {
    PrivateFile.make(folder, name, (text + "\n").getBytes(US_ASCII));
  }
}
