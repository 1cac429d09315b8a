package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.document.SeedExamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What fuzzing begins with: honest texts, and every input that once broke something.
final class Seeds {
  static final List<String> TARGETS =
      List.of(
          "filter",
          "template",
          "schema",
          "document",
          "event",
          "cloudEvent",
          "signature",
          "webhook",
          "body",
          "cursor",
          "duration",
          "rate");

  /// Stands for the end of a line in files that have one seed a line.
  private static final String LINE_END = "⏎";

  private static final Path RESOURCES = Path.of("src/test/resources/fuzz");
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Path EVENT_TYPES = Path.of("src/main/resources/event-types");

  private Seeds() {}

  /// Writes the seeds of each target into a folder of its name.
  public static void main(String[] args) throws IOException {
    for (String target : TARGETS) {
      Path folder = Files.createDirectories(Path.of(args[0], target));
      int number = 0;
      for (byte[] seed : of(target).values()) {
        Files.write(folder.resolve("seed-" + number++), seed);
      }
    }
  }

  /// By a name that says where it comes from.
  static Map<String, byte[]> of(String target) throws IOException {
    var seeds = new LinkedHashMap<String, byte[]>();
    if (target.equals("document")) {
      seeds.put("orders", SeedExamples.orders().getBytes(UTF_8));
      seeds.put("customers", SeedExamples.customers().getBytes(UTF_8));
      documents().forEach(file -> seeds.put(file.toString(), bytes(file)));
    } else {
      lines(target).forEach(line -> seeds.put(line, line.replace(LINE_END, "\n").getBytes(UTF_8)));
    }
    if (target.equals("schema")) {
      eventTypes().forEach((name, schema) -> seeds.put(name, schema.toString().getBytes(UTF_8)));
    }
    for (Path file : files(RESOURCES.resolve("findings").resolve(target))) {
      seeds.put(file.toString(), bytes(file));
    }
    return seeds;
  }

  private static List<String> lines(String target) throws IOException {
    Path file = RESOURCES.resolve(target + "s.txt");
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  }

  private static Map<String, JsonNode> eventTypes() throws IOException {
    var schemas = new LinkedHashMap<String, JsonNode>();
    for (Path file : files(EVENT_TYPES)) {
      try (InputStream in = Files.newInputStream(file)) {
        JsonNode type = JsonMapper.shared().readTree(in);
        type.path("versions")
            .forEach(version -> schemas.put(file.toString(), version.path("schema")));
      }
    }
    return schemas;
  }

  private static List<Path> documents() {
    return Stream.of(RESOURCES.resolve("documents"), EXAMPLES)
        .flatMap(folder -> files(folder).stream())
        .filter(file -> file.toString().endsWith(".yaml"))
        .toList();
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.walk(folder)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }
}
