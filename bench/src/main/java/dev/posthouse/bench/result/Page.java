package dev.posthouse.bench.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what was measured into the pages that tell of it, between their marks `<!-- bench:NAME
/// -->` and `<!-- /bench -->`. The words around stay as they are.
public final class Page {
  private static final Pattern MARK =
      Pattern.compile("(<!-- bench:(\\w+) -->\n).*?(<!-- /bench -->)", Pattern.DOTALL);

  private Page() {}

  /// @param docs the folder of the pages; charts go to `charts` in it
  /// @return the files that were written
  public static List<Path> write(Path docs, List<Recorded> recorded) {
    var written = new ArrayList<Path>();
    var tables = new Tables(recorded);
    for (Language language : Language.values()) {
      Path page = docs.resolve(language.file("performance"));
      try {
        Files.writeString(page, filled(Files.readString(page), tables, language));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written.add(page);
    }
    written.addAll(Charts.write(docs.resolve("charts"), recorded));
    return written;
  }

  static String filled(String page, Tables tables, Language language) {
    return MARK.matcher(page)
        .replaceAll(mark ->
            Matcher.quoteReplacement(
                mark.group(1) + tables.named(mark.group(2), language) + mark.group(3)));
  }
}
