package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.posthouse.store.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// The 32 bytes that encrypt secrets at rest: from `POSTHOUSE_SECRET_KEY`, else from a file in the
/// data folder that only its owner can read.
final class VaultKey {
  static final String VARIABLE = "POSTHOUSE_SECRET_KEY";
  static final String FILE = "secret.key";
  private static final int BYTES = 32;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");

  private VaultKey() {}

  static byte[] parse(String text, String where) {
    String bare = text.strip();
    try {
      byte[] key =
          HEX.matcher(bare).matches()
              ? HexFormat.of().parseHex(bare)
              : Base64.getDecoder().decode(bare.replace('-', '+').replace('_', '/'));
      if (key.length == BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // told below, without the text
    }
    throw new VaultLocked(
        where + " must be 32 bytes in base64 or hex, such as `openssl rand -base64 32` prints");
  }

  static Optional<byte[]> read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file)
          ? Optional.of(parse(Files.readString(file, US_ASCII), file.toString()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the key file " + file, e);
    }
  }

  /// Makes the file, whole or not at all.
  static byte[] make(Path folder, SecureRandom random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    PrivateFile.make(folder, FILE, Base64.getEncoder().encode(key));
    return key;
  }
}
