package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.deliver.SenderHouse;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Reason;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.net.AddressRules;
import dev.posthouse.net.Cidr;
import dev.posthouse.net.OwnSockets;
import dev.posthouse.net.Resolver;
import dev.posthouse.testing.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every spelling of `net/addresses.txt`, from the form of an endpoint to the socket.
class AddressCorpusTest {
  private static final Path FILE = Path.of("src/test/resources/net/addresses.txt");
  private static final Pattern LINE = Pattern.compile("(\\w+) +(\\S+) +(.*?)(?: {3}(.*))?");

  /// What the system's own resolver is asked: spellings of addresses, never names.
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9a-fA-FxX.:-]*[0-9.:][0-9a-fA-FxX.:]*");

  private static final OwnSockets OWN = new OwnSockets(address -> false);
  private static final List<Cidr> ALL = List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));
  private static final AddressRules CLOSED = new AddressRules(List.of(), false, OWN);
  private static final Map<String, AddressRules> SETTINGS =
      Map.of(
          "closed", CLOSED,
          "one", new AddressRules(List.of(Cidr.parse("127.0.0.1")), false, OWN),
          "private", new AddressRules(List.of(), true, OWN),
          "wide", new AddressRules(ALL, true, OWN));
  private static final Map<String, String> KINDS =
      Map.of(
          "loopback", "a loopback address",
          "private", "a private address",
          "link-local", "a link-local address",
          "metadata", "the metadata address of a cloud",
          "unspecified", "the unspecified address",
          "shared", "a carrier-grade NAT address",
          "documentation", "an address for documentation",
          "multicast", "a multicast address",
          "reserved", "a reserved address",
          "hidden", "an IPv4 address hidden in IPv6");

  private static ScriptedServer server;

  record Spelling(String setting, List<String> rulings, String url, String answers) {
    static Spelling of(String line) {
      var parts = LINE.matcher(line);
      assertThat(parts.matches()).as(line).isTrue();
      return new Spelling(
          parts.group(1),
          List.of(parts.group(2).split(",")),
          parts.group(3),
          parts.group(4) == null ? "" : parts.group(4));
    }

    String text() {
      return url.replace("{port}", Integer.toString(server.port()));
    }

    /// A house of its own, so that no look-up or connection of another spelling is of use to it.
    SenderHouse house() {
      return new SenderHouse(SETTINGS.getOrDefault(setting, CLOSED), answering(answers));
    }
  }

  static List<Spelling> spellings() throws IOException {
    return Files.readAllLines(FILE).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Spelling::of)
        .toList();
  }

  @BeforeAll
  static void serve() throws IOException {
    server =
        ScriptedServer.answering(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void there_are_more_than_200_of_them_each_once() throws IOException {
    assertThat(spellings()).hasSizeGreaterThan(200).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void each_is_ruled_as_it_should_be(Spelling spelling) {
    if (spelling.rulings().equals(List.of("refused"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> TargetUrl.parse(spelling.text()));
      reachesNothingWithoutTheForm(spelling);
      return;
    }
    URI url = TargetUrl.parse(spelling.text());
    try (SenderHouse house = spelling.house()) {
      for (String ruling : spelling.rulings()) {
        int before = server.connections();
        check(ruling, house.send(url).outcome());
        assertThat(server.connections() - before).isEqualTo(ruling.equals("open") ? 1 : 0);
      }
    }
  }

  /// Other URLs than those of endpoints, such as that of a token, come by other ways.
  private static void reachesNothingWithoutTheForm(Spelling spelling) {
    int before = server.connections();
    try (SenderHouse house = spelling.house()) {
      URI url = URI.create(spelling.text());
      assertThat(house.send(url).outcome()).isInstanceOfAny(Unsent.class, Unreachable.class);
    } catch (IllegalArgumentException noUrl) {
      // as good a reason
    }
    assertThat(server.connections()).isEqualTo(before);
  }

  private static void check(String ruling, Outcome outcome) {
    switch (ruling) {
      case "open" -> assertThat(outcome).isInstanceOf(Answered.class);
      case "unknown" ->
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  Unreachable.class, u -> assertThat(u.why()).endsWith(" is not known"));
      default -> {
        String words = KINDS.get(ruling.substring("blocked:".length()));
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Unsent.class,
                unsent -> {
                  assertThat(unsent.reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
                  assertThat(unsent.why()).contains(words);
                });
      }
    }
  }

  /// A name server that gives one answer after the other, and then the last again.
  private static Resolver answering(String answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers.split(" then ")));
    return host -> {
      if (answers.isEmpty() && NUMERIC.matcher(host).matches()) {
        return Resolver.SYSTEM.resolve(host);
      }
      String now = left.size() > 1 ? left.removeFirst() : left.getFirst();
      if (now.isEmpty() || now.equals("nothing")) {
        throw new UnknownHostException(host);
      }
      return Stream.of(now.split(" ")).map(InetAddress::ofLiteral).toList();
    };
  }
}
