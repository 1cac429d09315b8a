package dev.posthouse.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What whoever saves a source is told of it.
class AdviceTest {
  private static List<String> advice(String form) {
    var nobody =
        new SourceForm.Identity(new SourceId(1), new TenantId(1), 1, Source.PREFIX, List.of());
    return Advice.on(SourceForm.read(SourceHouse.json(form), nobody));
  }

  @Test
  void a_source_that_knows_events_by_their_bodies_is_told_what_that_loses() {
    String shop = "{\"name\":\"a\",\"provider\":\"shopify\",\"secrets\":[\"hush\"]%s}";
    assertThat(advice(shop.formatted(""))).isEmpty();
    assertThat(advice(shop.formatted(",\"dedupe\":\"eventId\""))).isEmpty();
    assertThat(advice(shop.formatted(",\"dedupe\":\"body\"")))
        .singleElement()
        .asString()
        .contains("better dedupe is webhookId, or eventId");
  }

  @Test
  void so_is_one_whose_user_names_no_key() {
    String own =
        """
        {"name":"a","provider":"own","secrets":["hush"],"custom":{
          "scheme":{"type":"key","name":"X-Key"}%s}}
        """;
    assertThat(advice(own.formatted(",\"key\":[\"header:X-Id\"]"))).isEmpty();
    assertThat(advice(own.formatted(""))).singleElement().asString().contains("custom.key");
  }

  @Test
  void a_provider_that_gives_its_events_nothing_else_is_only_explained() {
    String form = "{\"name\":\"a\",\"provider\":\"constantcontact\"}";
    assertThat(advice(form)).last().asString().contains("alike").doesNotContain("dedupe");
  }
}
