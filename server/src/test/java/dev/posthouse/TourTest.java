package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.deliver.SenderHouse;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.ExamplePage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The five minutes of the README and of receiving, word for word: each command does what the page
/// says. In one process but for the receiver, and on ports of its own.
class TourTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern ID = Pattern.compile("(/in/src_|so_|evt_|dlv_|whsec_)[^\\s\",]+");
  private static final Pattern OPEN = Pattern.compile("(/in/src_|so_|evt_|dlv_|whsec_)…");

  @TempDir Path folder;
  private final Map<String, String> seen = new HashMap<>();
  private final List<String> arrived = new ArrayList<>();
  private Process receiver;
  private boolean held;

  @ParameterizedTest
  @CsvSource({
    "../README.md,       C.UTF-8,     was false: `order.total` is 48.9",
    "../README.zh-CN.md, zh_CN.UTF-8, `order.total` 是 48.9",
  })
  void every_command_does_what_the_page_says(String page, String locale, String why)
      throws Exception {
    String all = followed(page, locale);

    assertThat(all).contains(why).contains("\"duplicate\":true").contains("< 204");
    assertThat(arrived).hasSize(4).allMatch(line -> line.startsWith("genuine dlv_"));
    assertThat(arrived.get(1)).contains("\"number\": \"SO-1\", \"total\": 1284.50");
    assertThat(folder.resolve("copy.db")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({"receiving.md, C.UTF-8", "receiving.zh-CN.md, zh_CN.UTF-8"})
  void receiving_takes_five_minutes(String page, String locale) throws Exception {
    String all = followed(page, locale);

    assertThat(all)
        .contains("\"stored\":1", "shopify.orders.create", "\"mismatch\":1")
        .contains("\"reason\":\"mismatch\"");
    assertThat(arrived).singleElement().asString().startsWith("genuine dlv_");
  }

  private String followed(String page, String locale) throws Exception {
    var said = new ArrayList<String>();
    try (var network = SenderHouse.open();
        var house = new LiveHouse(Databases.Kind.SQLITE, folder, Optional.of(network.sender))) {
      for (String line : commands(page)) {
        said.add(run(line, house, locale));
      }
    } finally {
      if (receiver != null) {
        receiver.destroyForcibly().waitFor();
      }
    }
    return String.join("\n", said);
  }

  private static List<String> commands(String page) throws IOException {
    List<String> lines =
        ExamplePage.read(page).stream()
            .filter(piece ->
                piece instanceof ExamplePage.Block(_, String kind, _) && kind.equals("sh tour"))
            .flatMap(piece -> ((ExamplePage.Block) piece).text().lines())
            .map(line -> line.replaceFirst("\\s+# .*", ""))
            .toList();
    assertThat(lines).hasSizeGreaterThan(9);
    return lines;
  }

  private String run(String line, LiveHouse house, String locale) throws Exception {
    List<String> words = words(line);
    String said =
        switch (words.getFirst()) {
          case "./posthouse" -> posthouse(words.subList(1, words.size()), house, locale);
          case "python3" -> receive(words);
          case "api" -> api(words, house);
          case "export", "api()" -> "";
          default -> throw new AssertionError("who knows what this does: " + line);
        };
    var first = new HashMap<String, String>();
    ID.matcher(said).results().forEach(id -> first.putIfAbsent(id.group(1), id.group()));
    seen.putAll(first);
    return said;
  }

  /// As a shell splits them; what the page leaves open is what was last seen of it.
  private List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> {
          int group = word.group(1) != null ? 1 : word.group(2) != null ? 2 : 3;
          return word.group(group);
        })
        .map(this::filled)
        .toList();
  }

  private String filled(String word) {
    return OPEN.matcher(word)
        .replaceAll(part -> {
          assertThat(seen).as(word).containsKey(part.group(1));
          return seen.get(part.group(1));
        });
  }

  private String posthouse(List<String> words, LiveHouse house, String locale)
      throws IOException, InterruptedException {
    if (words.getFirst().equals("serve")) {
      Config config = Config.of(Settings.of(words.subList(1, words.size()), Map.of()));
      assertThat(config.addresses().privateNetworks()).isTrue();
      return "";
    }
    var caller =
        new Caller(folder)
            .on(new OwnPremises(folder.resolve("data"), ""))
            .set("LC_ALL", locale)
            .set("POSTHOUSE_URL", house.url())
            .set("POSTHOUSE_KEY", LiveHouse.ADMIN);
    if (words.contains("apply")) {
      start(words.get(words.indexOf("-f") + 1));
    }
    Called called =
        caller.call(
            words.stream()
                .map(word -> word.replace("http://127.0.0.1:8080", house.url()))
                .toArray(String[]::new));
    boolean refused = words.contains("wrong");
    assertThat(called.code())
        .as(words + "\n" + called.out() + called.err())
        .isEqualTo(refused ? 1 : 0);
    boolean triggered = words.contains("trigger") && !refused;
    held = words.contains("hold") || (held && !words.contains("release"));
    boolean goes = called.out().matches("(?s)evt_\\w+ +1 .*") || words.contains("test");
    if (triggered || (goes && !held) || words.contains("release")) {
      arrived.add(printed());
    }
    return called.out();
  }

  /// Finds a port for the receiver, with which the document is written.
  private void start(String file) throws IOException {
    Files.createDirectories(folder.resolve("examples"));
    try (var free = new java.net.ServerSocket(0)) {
      seen.put("port", Integer.toString(free.getLocalPort()));
    }
    String document = Files.readString(Path.of("../" + file));
    Files.writeString(
        folder.resolve(file), document.replace("127.0.0.1:9000", "127.0.0.1:" + seen.get("port")));
  }

  private String receive(List<String> words) throws IOException {
    assertThat(words.get(1)).isEqualTo("examples/receiver.py");
    receiver =
        new ProcessBuilder("python3", "../" + words.get(1), words.get(2), seen.get("port"))
            .redirectErrorStream(true)
            .start();
    assertThat(printed()).startsWith("listening on ");
    return "";
  }

  private String printed() throws IOException {
    BufferedReader lines = receiver.inputReader();
    return String.valueOf(lines.readLine());
  }

  private static String api(List<String> words, LiveHouse house) throws Exception {
    boolean post = words.contains("-d");
    String[] path = words.get(1).split("/", -1);
    if (post) {
      return house.response(Ask.of("POST /v1/" + words.get(1)).body(words.getLast())).body();
    }
    Ask ask =
        path.length == 1
            ? Ask.of("GET /v1/" + path[0])
            : Ask.of("GET /v1/" + path[0] + "/{id}/" + path[2]).id(path[1]);
    return house.ask(200, ask).toString();
  }
}
