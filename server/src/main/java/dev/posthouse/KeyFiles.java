package dev.posthouse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.posthouse.access.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    boolean known = Files.exists(folder.resolve(ADMIN));
    return new AdminKey(new Secret(readOrMake(ADMIN, "phk_admin_")), !known);
  }

  String node() {
    return readOrMake(NODE, "node_");
  }

  private String readOrMake(String name, String prefix) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        make(file, prefix);
      }
      return Files.readString(file, US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or make " + file, e);
    }
  }

  /// Whole or not at all, also when the process ends in the middle.
  private void make(Path file, String prefix) throws IOException {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String key = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, key + "\n", US_ASCII);
    Files.move(draft, file);
  }
}
