package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.deliver.Request;
import dev.posthouse.deliver.Sent;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.oauth.KeyFiles;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Inquirer;
import dev.posthouse.testing.RealIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Deliveries to a receiver that wants tokens of a real authorization server.
@Timeout(60)
class OAuthDeliveryTest {
  private static final String SECRET = "the-secret-of-the-client";

  @TempDir Path folder;
  private final RealIssuer server = new RealIssuer();
  private final Inquirer inquirer = new Inquirer(true);

  /// What `Authorization` said, in order.
  private final Queue<String> shown = new ConcurrentLinkedQueue<>();

  /// Tokens that the receiver does not take.
  private final Set<String> revoked = new HashSet<>();

  private LiveHouse house;
  private boolean takesNone;

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder, Optional.of(this::receive));
    house.inquiries = inquirer.inquiries;
  }

  @AfterEach
  void close() {
    house.close();
    server.close();
    inquirer.close();
  }

  private synchronized Sent receive(Request request) {
    String token =
        request.headers().stream()
            .filter(header -> header.name().equals("authorization"))
            .map(Header::value)
            .findFirst()
            .orElse("");
    shown.add(token);
    int status = takesNone || revoked.contains(token) ? 401 : 200;
    var took = Duration.ofMillis(3);
    return new Sent(
        new Outcome.Answered(status, List.of(), new byte[0], 0), Duration.ZERO, took, took);
  }

  private static ObjectNode endpoint(Map<String, String> auth) {
    ObjectNode form = JsonMapper.shared().createObjectNode();
    form.put("name", "erp").put("url", "https://erp.example.com/hooks");
    ObjectNode object = form.putObject("auth");
    auth.forEach(object::put);
    return form;
  }

  private Map<String, String> credentials() {
    return Map.of(
        "type",
        "oauth2",
        "tokenUrl",
        server.tokenEndpoint().toString(),
        "clientId",
        "erp",
        "clientSecret",
        SECRET);
  }

  private String created(Map<String, String> auth) throws Exception {
    var ask = Ask.of("POST /v1/endpoints").body(endpoint(auth).toString());
    return house.ask(201, ask).get("id").stringValue();
  }

  private JsonNode test(String endpoint) throws Exception {
    return house.ask(200, Ask.of("POST /v1/endpoints/{id}/test").id(endpoint));
  }

  @Test
  void a_token_is_fetched_shown_and_shown_again() throws Exception {
    String endpoint = created(credentials());

    assertThat(test(endpoint).get("success").booleanValue()).isTrue();
    JsonNode second = test(endpoint);

    assertThat(shown).hasSize(2).allMatch(token -> token.startsWith("Bearer eyJ"));
    assertThat(Set.copyOf(shown)).hasSize(1);
    assertThat(second.toString()).contains("Bearer ***").doesNotContain("eyJ");
  }

  @Test
  void a_401_brings_another_token_and_the_same_request_once_more() throws Exception {
    String endpoint = created(credentials());
    var _ = test(endpoint);
    revoked.add(shown.remove());

    JsonNode report = test(endpoint);

    assertThat(report.get("success").booleanValue()).isTrue();
    assertThat(report.at("/timings/total").doubleValue()).isEqualTo(6.0);
    assertThat(List.copyOf(shown)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_receiver_that_takes_no_token_gets_two_requests_and_that_is_all() throws Exception {
    takesNone = true;
    String endpoint = created(credentials());

    JsonNode report = test(endpoint);
    assertThat(report.at("/response/status").intValue()).isEqualTo(401);
    assertThat(shown).hasSize(2);
    var _ = test(endpoint);
    assertThat(shown).hasSize(3);
  }

  @Test
  void without_a_token_nothing_is_sent_and_the_history_says_why() throws Exception {
    house.inquiries =
        inquiry -> {
          throw new java.io.IOException("the login server is away");
        };
    JsonNode report = test(created(credentials()));

    assertThat(report.get("success").booleanValue()).isFalse();
    assertThat(report.toString()).contains("no_token: no access token: the login server is away");
    assertThat(shown).isEmpty();
  }

  @Test
  void secrets_are_shown_as_stars_and_go_to_no_other_token_url() throws Exception {
    String id = created(credentials());
    JsonNode read = house.ask(200, Ask.of("GET /v1/endpoints/{id}").id(id));
    assertThat(read.at("/auth/clientSecret").stringValue()).isEqualTo("***");
    assertThat(read.at("/auth/clientAuth").stringValue()).isEqualTo("basic");
    assertThat(read.toString()).doesNotContain(SECRET);

    var patch = Ask.of("PATCH /v1/endpoints/{id}").id(id);
    house.ask(200, patch.body("{\"auth\":{\"scope\":\"orders\"}}"));
    JsonNode refused =
        house.ask(422, patch.body("{\"auth\":{\"tokenUrl\":\"https://evil.example/token\"}}"));
    assertThat(refused.at("/errors/0/pointer").stringValue()).isEqualTo("/auth/clientSecret");
    assertThat(test(id).get("success").booleanValue()).isTrue();
  }

  @Test
  void a_token_of_our_own_is_another_one_for_each_attempt() throws Exception {
    String pem = KeyFiles.pem(KeyFiles.ec("secp256r1"));
    String id =
        created(
            Map.of(
                "type", "self_issued_jwt",
                "privateKey", pem,
                "issuer", "https://posthouse.example.com",
                "audience", "https://erp.example.com"));

    assertThat(test(id).toString()).contains("Bearer ***");
    var _ = test(id);

    assertThat(List.copyOf(shown)).hasSize(2).doesNotHaveDuplicates();
    assertThat(house.ask(200, Ask.of("GET /v1/endpoints/{id}").id(id)).toString())
        .doesNotContain("PRIVATE KEY");
  }
}
