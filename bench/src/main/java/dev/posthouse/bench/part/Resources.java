package dev.posthouse.bench.part;

import dev.posthouse.bench.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The files that lie in this module's jar.
public final class Resources {
  private Resources() {}

  public static String text(String name) {
    try (InputStream in = Options.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BenchFailure(name + " is missing in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
