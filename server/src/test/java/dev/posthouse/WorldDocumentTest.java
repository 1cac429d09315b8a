package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.FakeNetwork.Sending;
import dev.posthouse.config.BulkChanges;
import dev.posthouse.config.BulkChanges.Does;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Snapshot;
import dev.posthouse.document.Documents;
import dev.posthouse.document.SeedExamples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorldDocumentTest extends WorldFixture {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Map<String, String> VALUES =
      Map.of("OAUTH_TOKEN", "crm-token-1", "CRM_SERVER_IPS", "198.51.100.7");

  private static final String MANY =
      """
      webhooks:
        - {name: a, url: https://a.test/, events: [a.*]}
        - {name: b, url: https://b.test/, events: [b.*]}
        - {name: c, url: https://c.test/, events: [c.*]}
      """;

  private Result apply(String text, Unnamed unnamed) {
    return world.done("apply", () -> run(text, unnamed));
  }

  private Result run(String text, Unnamed unnamed) throws InterruptedException {
    var wish = new Documents.Wish(VALUES, unnamed, Mode.APPLY);
    return world.app.documents.run(world.people.anna(), Documents.parse(text), wish);
  }

  private Result plan(String text, Unnamed unnamed) {
    var wish = new Documents.Wish(VALUES, unnamed, Mode.PLAN);
    return world.done(
        "plan", () -> world.app.documents.run(world.people.anna(), Documents.parse(text), wish));
  }

  private static List<Does> steps(Result result) {
    return result.steps().stream().map(BulkChanges.Step::does).toList();
  }

  @Test
  void the_customer_example_sends_at_most_100_in_any_minute() {
    var _ = apply(SeedExamples.customers(), Unnamed.KEEP);

    for (int i = 0; i < 350; i++) {
      world.publish("customer.created", "{\"customer\":{\"id\":" + i + "}}");
    }
    world.advance(Duration.ofMinutes(5));

    List<Sending> sent = world.network.sentTo("api.crm.com");
    assertThat(sent).hasSize(350);
    assertThat(sent).allMatch(s -> s.header("Authorization").equals("Bearer crm-token-1"));
    for (int i = 100; i < sent.size(); i++) {
      assertThat(sent.get(i).since.minus(sent.get(i - 100).since)).isGreaterThanOrEqualTo(MINUTE);
    }
    assertThat(world.ends()).hasSize(350).containsOnly("delivered");
  }

  @Test
  void pruning_cancels_what_is_open_for_the_endpoints_that_go() {
    var _ = apply(SeedExamples.customers(), Unnamed.KEEP);
    world.network.host("api.crm.com", Manner.answers(500));
    for (int i = 0; i < 20; i++) {
      world.publish("customer.created", "{\"customer\":{\"id\":" + i + "}}");
    }
    world.calm();

    var _ = apply("webhooks: []", Unnamed.DELETE);
    world.calm();

    assertThat(world.ends()).hasSize(20).containsOnly("cancelled: endpoint_removed");
  }

  @Test
  void nothing_of_a_document_is_applied_if_the_database_fails() {
    var _ = apply(SeedExamples.customers(), Unnamed.KEEP);
    Snapshot before = world.app.catalogue.current();
    world.database.goAway();

    var refused = world.ask("apply", () -> run(MANY, Unnamed.DELETE));
    seconds(5);

    assertThat(refused).isCompletedExceptionally();
    world.database.comeBack();
    seconds(5);
    Snapshot after = world.app.catalogue.current();
    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after.endpoints()).isEqualTo(before.endpoints());
    assertThat(after.subscriptions().keySet()).isEqualTo(before.subscriptions().keySet());
    assertThat(steps(plan(MANY, Unnamed.DELETE))).contains(Does.CREATE, Does.DELETE);
  }

  @Test
  void all_of_a_document_is_in_force_if_only_the_answer_of_its_commit_was_lost() {
    var _ = apply(SeedExamples.customers(), Unnamed.KEEP);
    world.database.loseAnswers(1);

    var unknown = world.ask("apply", () -> run(MANY, Unnamed.DELETE));
    seconds(5);

    assertThat(unknown).isCompletedExceptionally();
    assertThat(steps(plan(MANY, Unnamed.DELETE))).containsOnly(Does.UNCHANGED);
  }
}
