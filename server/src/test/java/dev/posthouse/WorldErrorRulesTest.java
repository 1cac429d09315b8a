package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Outcome;
import dev.posthouse.sim.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorldErrorRulesTest extends WorldFixture {
  private static final String SAID =
      """
      [{'when':{'status':[400],'filter':'response.body.code == 7'},'then':'pause','after':'40s'},
       {'when':{'status':[200],'filter':'has(response.body.error)'},'then':'give_up'},
       {'when':{'status':[403]},'then':'disable'},
       {'when':{'status':[409]},'then':'done'}]\
      """;
  private static final List<Rule> MEANT =
      List.of(
          new Rule(
              a -> a.status() == 400 && body(a).contains("7"), "pause", Duration.ofSeconds(40)),
          new Rule(a -> a.status() == 200 && body(a).contains("error"), "give_up", Duration.ZERO),
          new Rule(a -> a.status() == 403, "disable", Duration.ZERO),
          new Rule(a -> a.status() == 409, "done", Duration.ZERO));
  private static final String RULES = EVERY_5_S + ",'errorRules':" + SAID;

  @BeforeEach
  void tellTheModel() {
    world.oracle.understand(SAID, MEANT);
  }

  private static String body(Outcome.Answered answer) {
    return new String(answer.head(), UTF_8);
  }

  @Test
  void an_error_in_an_answer_of_200_is_no_delivery() {
    world.endpoint("shop", RULES);
    world.network.host("shop.test", says(200, "{\"error\":\"no such order\"}"));
    publishSome("shop.sold", 1);
    world.calm();
    assertThat(world.ends()).containsExactly("failed: error_rule");
    assertThat(rules())
        .containsExactly("2: give_up when status 200 and filter has(response.body.error)");
  }

  @Test
  void an_answer_of_400_that_means_slow_down_stops_the_whole_endpoint_for_a_while() {
    world.endpoint("shop", RULES + ",'concurrency':1");
    world.network.host("shop.test", says(400, "{\"code\":7}"));
    publishSome("shop.sold", 5);
    world.advance(Duration.ofSeconds(39));
    assertThat(world.network.sent()).hasSize(1);
    world.network.host("shop.test", says(200, "{}"));
    world.advance(Duration.ofSeconds(10));
    assertThat(world.ends()).hasSize(5).containsOnly("delivered");
  }

  @Test
  void what_was_delivered_before_counts_as_delivered() {
    world.endpoint("shop", RULES);
    world.network.host("shop.test", says(409, "known"));
    publishSome("shop.sold", 2);
    world.calm();
    assertThat(world.ends()).containsExactly("delivered", "delivered");
  }

  @Test
  void an_endpoint_that_a_rule_disables_keeps_its_deliveries() {
    Endpoint shop = world.endpoint("shop", RULES + ",'concurrency':1");
    world.network.host("shop.test", says(403, "your account is closed"));
    publishSome("shop.sold", 3);
    world.advance(Duration.ofHours(1));
    assertThat(world.network.sent()).hasSize(1);
    assertThat(world.ends()).containsOnly("open");
    world.network.host("shop.test", says(200, ""));
    world.patch(shop, "{'enabled':true}");
    world.advance(Duration.ofSeconds(10));
    assertThat(world.ends()).containsOnly("delivered");
  }

  @Test
  void the_usual_table_judges_what_no_rule_does() {
    world.endpoint("shop", RULES);
    world.network.host("shop.test", says(400, "{\"code\":8}"));
    publishSome("shop.sold", 1);
    world.calm();
    assertThat(world.ends()).containsOnly("open");
    assertThat(rules()).containsExactly("");
    world.network.host("shop.test", says(200, "{}"));
    world.advance(Duration.ofSeconds(6));
    assertThat(world.ends()).containsOnly("delivered");
  }

  private List<String> rules() {
    return world.books.attempts().stream().map(Books.Tried::rule).toList();
  }

  private static Manner says(int status, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    var answer = new Outcome.Answered(status, List.of(), bytes, bytes.length);
    return new Manner(status + " " + body, answer, Duration.ZERO);
  }
}
