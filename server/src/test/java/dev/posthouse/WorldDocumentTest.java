package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.FakeNetwork.Sending;
import dev.posthouse.config.BulkChanges.Mode;
import dev.posthouse.config.BulkChanges.Result;
import dev.posthouse.config.BulkChanges.Unnamed;
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

  private Result apply(String text, Unnamed unnamed) {
    var wish = new Documents.Wish(VALUES, unnamed, Mode.APPLY);
    return world.done(
        "apply", () -> world.app.documents.run(world.people.anna(), Documents.parse(text), wish));
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
}
