package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Tenant;
import dev.posthouse.net.Trust;
import dev.posthouse.oauth.ClaimRules;
import dev.posthouse.oauth.Issuer;
import dev.posthouse.oauth.People;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Inquirer;
import dev.posthouse.testing.RealIssuer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// People and services with tokens of a real issuer, over HTTP.
@Timeout(60)
class SignInTest {
  private static final String EVENT = "{\"type\":\"order.created\",\"data\":{}}";

  @TempDir Path folder;
  private LiveHouse house;
  private RealIssuer issuer;
  private Inquirer inquirer;

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
    issuer = new RealIssuer();
    inquirer = new Inquirer(true);
    house.people = Optional.of(people(inquirer));
  }

  @AfterEach
  void close() {
    house.close();
    issuer.close();
    inquirer.close();
  }

  private People people(Inquirer through) {
    var rules = new ClaimRules("tenant", Map.of(), "", "roles", Map.of());
    var settings =
        new Issuer(
            issuer.name(),
            List.of(RealIssuer.AUDIENCE),
            Issuer.USUAL_ALGORITHMS,
            Duration.ofSeconds(5),
            Trust.DEFAULT,
            rules);
    var around = house.app.around;
    return new People(
        settings,
        house.app.tenants,
        new People.Outside(through.inquiries, around.tasks(), around.clock(), around.nanos()));
  }

  private String token(String subject, String... roles) throws Exception {
    return issuer.token(subject, Map.of("tenant", Tenant.DEFAULT, "roles", List.of(roles)));
  }

  @Test
  void a_service_publishes_with_its_token_and_may_do_no_more() throws Exception {
    String token = token("shop", "publish");

    house.ask(202, Ask.of("POST /v1/events").key(token).body(EVENT));
    JsonNode refused = house.ask(403, Ask.of("GET /v1/events").key(token));
    assertThat(refused.get("detail").stringValue()).contains("\"read\"");
    house.ask(403, Ask.of("GET /v1/tenants").key(token));
  }

  @Test
  void what_a_person_changes_is_recorded_under_their_name() throws Exception {
    var form = "{\"name\":\"erp\",\"url\":\"https://erp.example.com/hooks\"}";
    house.ask(201, Ask.of("POST /v1/endpoints").key(token("anna", "manage")).body(form));

    JsonNode revision =
        house.ask(200, Ask.of("GET /v1/revisions").key(token("berta", "audit"))).at("/items/0");
    assertThat(revision.get("who").stringValue()).isEqualTo("oidc:anna");
  }

  @Test
  void keys_of_ours_are_good_beside_tokens() throws Exception {
    house.ask(200, Ask.of("GET /v1/events"));
    house.ask(401, Ask.of("GET /v1/events").key("phk_x"));
  }

  @Test
  void a_bad_token_is_told_what_is_wrong_with_it() throws Exception {
    String token = token("shop", "publish");
    String forged = token.substring(0, token.lastIndexOf('.') + 1) + "AAAA";

    HttpResponse<String> answer = house.response(Ask.of("GET /v1/events").key(forged));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValue("Bearer error=\"invalid_token\", error_description=\"its signature is wrong\"");
    assertThat(answer.body()).contains("\"bad_token\"").doesNotContain(forged);
  }

  @Test
  void an_issuer_that_is_away_says_nothing_against_the_token() throws Exception {
    String token = token("shop", "publish");
    issuer.server.shutdown();

    HttpResponse<String> answer = house.response(Ask.of("POST /v1/events").key(token).body(EVENT));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
    assertThat(answer.body()).contains("issuer_unavailable").doesNotContain("localhost");
  }

  @Test
  void the_issuer_is_asked_through_the_guarded_way_out() throws Exception {
    String token = token("shop", "publish");
    try (var guarded = new Inquirer(false)) {
      house.people = Optional.of(people(guarded));

      assertThat(house.response(Ask.of("GET /v1/events").key(token)).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void a_token_of_another_realm_of_the_same_issuer_is_refused() throws Exception {
    String other =
        issuer
            .server
            .issueToken("other", "shop", RealIssuer.AUDIENCE, Map.of("roles", List.of("read")))
            .serialize();

    assertThat(house.response(Ask.of("GET /v1/events").key(other)).body())
        .contains("its issuer is another one");
  }
}
