package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.document.DocumentHouse;
import dev.posthouse.document.SeedExamples;
import dev.posthouse.event.Flaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// Texts as webhooks documents, in YAML and in the Chinese short form. What is taken is applied,
/// exported and taken again.
public final class DocumentFuzz {
  private static final String SECRET = "s3cret-of-a-placeholder";
  private static final DocumentHouse HOUSE = house();

  private DocumentFuzz() {}

  private static DocumentHouse house() {
    try {
      return new DocumentHouse(Files.createTempDirectory("fuzz"), SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Opens the database and loads what is needed, which takes longer than any input may.
  public static void fuzzerInitialize() {
    fuzzerTestOneInput(SeedExamples.orders().getBytes(UTF_8));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    List<Flaw> flaws = Bounded.timed(() -> HOUSE.apply(input));
    boolean written = new String(input, UTF_8).contains(SECRET);
    for (Flaw flaw : flaws) {
      Bounded.require(!flaw.message().isBlank(), "a flaw without words at " + flaw.pointer());
      Bounded.require(
          written || !flaw.message().contains(SECRET), "told a secret: " + flaw.message());
      Bounded.require(flaw.line() >= 1 && flaw.column() >= 1, "no place: " + flaw);
    }
  }
}
