package dev.posthouse.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the command was asked for.
///
/// @param names scenarios
/// @param home the repository
/// @param seconds measured, after `warmUp` seconds that are not
/// @param connections of the closed load; absent: as the scenario says
/// @param events stored beforehand by the scenarios that need a history
/// @param rates of the open load, events a second
/// @param open measured seconds of the open load
/// @param postgres whether to start a PostgreSQL of our own
/// @param both SQLite first, then PostgreSQL
/// @param command as it was written
public record Options(
    List<String> names,
    Path home,
    Path work,
    Path out,
    int warmUp,
    int seconds,
    Optional<Integer> connections,
    long events,
    List<Integer> rates,
    int open,
    boolean shorter,
    boolean postgres,
    boolean both,
    Optional<String> databaseUrl,
    String command) {
  private static final int SHORT_SECONDS = 3;

  /// A command line that is not understood; the message says what would be.
  public static final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Misuse(String message) {
      super(message);
    }
  }

  /// @param words `NAME… [--option VALUE]…`
  static Options of(Path home, List<String> words) {
    var given = new Words(words);
    boolean shorter = given.flag("--short");
    boolean postgres = given.flag("--postgres");
    Path target = home.resolve("bench/target");
    int seconds = given.number("--seconds", shorter ? SHORT_SECONDS : 15);
    return new Options(
        given.names,
        home,
        given.value("--work").map(Path::of).orElse(target.resolve("work")).toAbsolutePath(),
        given.value("--out").map(Path::of).orElse(target.resolve("results")).toAbsolutePath(),
        given.number("--warm-up", shorter ? SHORT_SECONDS : 20),
        seconds,
        given.value("--connections").map(Options::number),
        given.value("--events").map(Options::number).orElse(shorter ? 20_000 : 1_000_000),
        given
            .value("--rates")
            .map(text -> Arrays.stream(text.split(",", -1)).map(Options::number).toList())
            .orElse(shorter ? List.of(1_000) : List.of(1_000, 5_000, 10_000)),
        given.number("--open", shorter ? SHORT_SECONDS : 20),
        shorter,
        postgres,
        given.flag("--both"),
        given.value("--database-url"),
        "./posthouse bench " + String.join(" ", words));
  }

  boolean onPostgres() {
    return postgres || databaseUrl.isPresent();
  }

  /// Reads words from both ends: options by name, the rest in order.
  private static final class Words {
    private static final List<String> FLAGS = List.of("--short", "--postgres", "--both");
    private static final List<String> VALUED =
        List.of(
            "--seconds",
            "--warm-up",
            "--connections",
            "--events",
            "--rates",
            "--open",
            "--work",
            "--out",
            "--database-url");
    private final List<String> words;
    private final List<String> names = new ArrayList<>();

    Words(List<String> words) {
      this.words = words;
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (VALUED.contains(word)) {
          i++;
        } else if (!FLAGS.contains(word)) {
          names.add(named(word));
        }
      }
    }

    private static String named(String word) {
      if (word.startsWith("-")) {
        throw new Misuse(
            "%s is no option; there are %s, %s"
                .formatted(word, String.join(", ", FLAGS), String.join(", ", VALUED)));
      }
      return word;
    }

    boolean flag(String name) {
      return words.contains(name);
    }

    Optional<String> value(String name) {
      int at = words.indexOf(name);
      if (at < 0) {
        return Optional.empty();
      }
      if (at + 1 == words.size()) {
        throw new Misuse(name + " needs a value");
      }
      return Optional.of(words.get(at + 1));
    }

    int number(String name, int otherwise) {
      return value(name).map(Options::number).orElse(otherwise);
    }
  }

  private static int number(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new Misuse("\"" + text + "\" is no number from 1 to 999999999");
    }
    return Integer.parseInt(text);
  }
}
