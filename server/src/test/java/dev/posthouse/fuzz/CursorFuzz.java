package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.posthouse.web.PublishForms;

/// Texts as the query of a list: limit and cursor.
public final class CursorFuzz {
  private CursorFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String query = new String(input, ISO_8859_1);
    Bounded.read(() -> PublishForms.page(query))
        .ifPresent(place ->
            Bounded.require(
                PublishForms.page("cursor=" + PublishForms.cursor(place)).equals(place),
                "a cursor that means another place"));
  }
}
