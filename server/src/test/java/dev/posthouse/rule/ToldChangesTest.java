package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What changed, as templates and filters see it.
class ToldChangesTest {
  private static final String CHANGES =
      """
      [{"path":"total","before":1.50,"after":12345678901234567890.10},{"path":"note","after":null}]
      """;

  private static final String EDITED =
      """
      {"issue":{"title":"b"},"changes":{"title":{"from":"a"}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "event.changes | [{\"path\":\"total\",\"before\":1.50,\"after\":12345678901234567890.10},{\"path\":\"note\",\"after\":null}]",
        "event.changes[0].after | 12345678901234567890.10",
        "event.changes[0].path | \"total\"",
        "event.changes[1].before | null",
        "event.changes.map(c, c.path) | [\"total\",\"note\"]",
        "event.changes.filter(c, c.path == 'total')[0].before | 1.5",
        "size(event.changes) | 2",
      })
  void a_template_copies_what_changed_with_every_digit_unless_it_computes(
      String expression, String json) {
    assertThat(render(expression, Events.view("{}").withChanges(CHANGES.strip()))).isEqualTo(json);
  }

  @Test
  void where_nothing_is_known_there_is_nothing_to_copy() {
    EventView unknown = Events.view("{}").withChanges("");

    assertThat(render("event.changes", unknown)).isEqualTo("null");
    assertThat(render("size(event.changes)", unknown)).isEqualTo("0");
    assertThat(render("event.changes", Events.view("{}"))).isEqualTo("null");
  }

  @Test
  void what_a_provider_tells_needs_no_condition() {
    assertThat(render("event.changes", github(EDITED)))
        .isEqualTo("[{\"path\":\"title\",\"before\":\"a\",\"after\":\"b\"}]");
    assertThat(render("event.changes", github("[7]"))).isEqualTo("null");
    assertThat(render("event.changes", github("{"))).isEqualTo("null");
    assertThat(render("event.changes", Events.view(EDITED))).isEqualTo("null");
  }

  @Test
  void compared_changes_go_before_those_that_a_provider_tells() {
    EventView compared = github(EDITED).withChanges("[{\"path\":\"x\"}]");

    assertThat(render("event.changes", compared)).isEqualTo("[{\"path\":\"x\"}]");
  }

  @Test
  void a_filter_may_ask_what_a_provider_tells() {
    Filter title = Filter.compile(List.of("event.changes.exists(c, c.path == 'title')"));

    assertThat(title.test(github(EDITED))).isInstanceOf(Filter.Passed.class);
    assertThat(title.test(github("{\"issue\":{}}"))).isInstanceOf(Filter.Rejected.class);
  }

  private static EventView github(String json) {
    return EventView.of(Events.ID, Events.of(Events.TENANT, "github.issues.edited", json));
  }

  private static String render(String expression, EventView event) {
    Template template = TemplateTest.compile(TemplateTest.quoted(expression));
    return switch (template.render(event, TemplateTest.DELIVERY)) {
      case Rendering.Rendered made -> new String(made.json(), UTF_8);
      case Rendering.Failed failed -> failed.reason().english();
    };
  }
}
