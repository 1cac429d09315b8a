package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.AnswerView;
import dev.posthouse.testing.ExamplePage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class ErrorRuleFormTest {
  private static final Answered BUSY =
      answer(
          400, "{\"error_code\":\"BUSY\",\"errors\":[{\"id\":7}]}", new Header("X-Error", "Busy"));

  @Test
  void writes_what_it_reads() {
    String rules =
        """
        [{"when":{"status":[400,"500-599"],"header":"X-Error: busy",
                  "filter":"response.body.error_code == 'BUSY'"},"then":"pause","after":"30s"},
         {"when":{"header":"X-Error"},"then":"give_up"}]
        """;
    assertThat(ErrorRuleForm.write(read(rules))).isEqualTo(Json.parse(rules.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '§',
      textBlock =
          """
          "status":400                                                     ¦ true
          "status":"400-499"                                               ¦ true
          "status":["401-499",400]                                         ¦ true
          "status":[200,"401-599"]                                         ¦ false
          "header":"x-error"                                               ¦ true
          "header":"X-ERROR: busy"                                         ¦ true
          "header":"X-Error: broken"                                       ¦ false
          "header":"X-Reason"                                              ¦ false
          "filter":"response.status == 400"                                ¦ true
          "filter":"response.body.error_code == 'BUSY'"                    ¦ true
          "filter":"response.headers['x-error'] == 'Busy'"                 ¦ true
          "filter":"response.body.errors.exists(e, e.id == 7)"             ¦ true
          "filter":"response.text.contains('BUSY')"                        ¦ true
          "filter":"has(response.body.error_code)"                         ¦ true
          "filter":"has(response.body.message)"                            ¦ false
          "filter":"response.body.message == 'BUSY'"                       ¦ false
          "filter":"response.body.error_code > 3"                          ¦ false
          "filter":"response.body.missing || response.status == 400"       ¦ true
          "status":400,"filter":"response.body.error_code == 'GONE'"       ¦ false
          "status":400,"header":"X-Error","filter":"response.status < 500" ¦ true
          """)
  void holds_when_all_that_it_says_is_so(String when, boolean holds) {
    ErrorRule rule = read("[{\"when\":{" + when + "},\"then\":\"done\"}]").getFirst();
    assertThat(rule.holds(BUSY, () -> AnswerView.of(BUSY))).isEqualTo(holds);
  }

  @Test
  void a_body_that_is_no_json_or_was_cut_is_text_only() {
    for (Answered answer :
        List.of(
            answer(200, "error: busy"),
            answer(200, ""),
            new Answered(200, List.of(), "{\"error\":1}".getBytes(UTF_8), 5_000),
            answer(200, "[".repeat(2_000)))) {
      assertThat(holds("has(response.body) || response.body == null", answer)).isFalse();
      assertThat(holds("response.status == 200 && size(response.text) >= 0", answer)).isTrue();
    }
  }

  @Test
  void a_filter_that_would_take_long_says_no() {
    String many = "[" + String.join(",", Collections.nCopies(1_500, "1")) + "]";
    Answered answer = answer(200, many);
    String loops = "response.body.all(a, response.body.all(b, response.body.all(c, c == 1)))";
    assertThat(holds(loops, answer)).isFalse();
    assertThat(holds("response.text.matches('(1+,?)+$')", answer)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '§',
      textBlock =
          """
          {"then":"done"}                                        ¦ /errorRules/0/when ¦ is missing
          {"when":{},"then":"done"}                              ¦ /errorRules/0/when ¦ says nothing
          {"when":{"status":[]},"then":"done"}                   ¦ /errorRules/0/when/status ¦ must be a status, a range
          {"when":{"status":"5xx"},"then":"done"}                ¦ /errorRules/0/when/status ¦ must be a status, a range
          {"when":{"status":[99]},"then":"done"}                 ¦ /errorRules/0/when/status ¦ must be a status, a range
          {"when":{"status":["499-400"]},"then":"done"}          ¦ /errorRules/0/when/status ¦ must be a status, a range
          {"when":{"header":"X Error"},"then":"done"}            ¦ /errorRules/0/when/header ¦ must be the name of a header
          {"when":{"filter":""},"then":"done"}                   ¦ /errorRules/0/when/filter ¦ is empty; write it like
          {"when":{"filter":"response.state == 1"},"then":"done"} ¦ /errorRules/0/when/filter ¦ `response.state` does not exist; did you mean "status"?
          {"when":{"filter":"1 +"},"then":"done"}                ¦ /errorRules/0/when/filter ¦ line 1, column
          {"when":{"filter":"1 + 2"},"then":"done"}              ¦ /errorRules/0/when/filter ¦ says true or false
          {"when":{"filter":"event.type == 'a'"},"then":"done"}  ¦ /errorRules/0/when/filter ¦ line 1, column 6: `event` is not known here
          {"when":{"filter":"order.total > 1"},"then":"done"}    ¦ /errorRules/0/when/filter ¦ `order` is not known here
          {"when":{"status":400}}                                ¦ /errorRules/0/then ¦ is missing
          {"when":{"status":400},"then":"stop"}                  ¦ /errorRules/0/then ¦ "stop" is not one of
          {"when":{"status":400},"then":"pause"}                 ¦ /errorRules/0/after ¦ is missing
          {"when":{"status":400},"then":"pause","after":"25h"}   ¦ /errorRules/0/after ¦ must be from
          {"when":{"status":400},"then":"retry","after":"5s"}    ¦ /errorRules/0/after ¦ leave it out
          {"when":{"state":400},"then":"retry"}                  ¦ /errorRules/0/when/state ¦ unknown field
          7                                                      ¦ /errorRules/0 ¦ must be an object
          """)
  void says_where_what_is_wrong(String rule, String pointer, String message) {
    List<Flaw> flaws = flaws("[" + rule + "]");
    assertThat(flaws)
        .anySatisfy(flaw -> {
          assertThat(flaw.pointer()).isEqualTo(pointer);
          assertThat(flaw.message()).contains(message);
        });
  }

  @Test
  void takes_fifty_rules_and_no_more() {
    String rule = "{\"when\":{\"status\":400},\"then\":\"retry\"}";
    assertThat(read(repeated(rule, 50))).hasSize(50);
    assertThat(flaws(repeated(rule, 51)))
        .containsExactly(new Flaw("/errorRules", "has 51 entries; at most 50"));
  }

  @Test
  void is_told_in_few_words() {
    ErrorRule rule =
        read("""
        [{"when":{"status":[400,"500-599"],"header":"X-Error: busy","filter":"true"},
          "then":"pause","after":"30s"}]
        """)
            .getFirst();
    assertThat(rule.described(2))
        .isEqualTo("2: pause when status 400, 500-599 and header X-Error: busy and filter true");
    String filter = "response.text != '" + "🐎".repeat(400) + "'";
    ErrorRule longest =
        read("[{\"when\":{\"filter\":\"" + filter + "\"},\"then\":\"done\"}]").getFirst();
    assertThat(longest.described(1).codePointCount(0, longest.described(1).length()))
        .isEqualTo(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error-rules.md", "error-rules.zh-CN.md"})
  void the_rules_of_the_page_can_be_saved(String page) throws IOException {
    List<String> examples =
        ExamplePage.read(page).stream()
            .filter(ExamplePage.Block.class::isInstance)
            .map(block -> ((ExamplePage.Block) block).text())
            .toList();
    assertThat(examples).hasSize(1);
    Fields fields = Fields.of(Json.parse(examples.getFirst().getBytes(UTF_8)));
    assertThat(ErrorRuleForm.read(fields)).hasSize(5);
    fields.done();
  }

  private static boolean holds(String filter, Answered answer) {
    String rule = "{\"when\":{\"filter\":\"" + filter + "\"},\"then\":\"done\"}";
    return read("[" + rule + "]").getFirst().holds(answer, () -> AnswerView.of(answer));
  }

  private static Answered answer(int status, String body, Header... headers) {
    byte[] bytes = body.getBytes(UTF_8);
    return new Answered(status, Arrays.asList(headers), bytes, bytes.length);
  }

  private static String repeated(String rule, int times) {
    return Collections.nCopies(times, rule).stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static List<ErrorRule> read(String rules) {
    Fields fields = Fields.of(Json.parse(("{\"errorRules\":" + rules + "}").getBytes(UTF_8)));
    List<ErrorRule> read = ErrorRuleForm.read(fields);
    fields.done();
    return read;
  }

  private static List<Flaw> flaws(String rules) {
    return catchThrowableOfType(Invalid.class, () -> read(rules)).flaws();
  }

  @Test
  void it_is_described_without_the_control_characters_that_its_condition_may_have() {
    var header = new ErrorRule.NamedHeader("X-Error", "a\0b");
    var when = new ErrorRule.When(List.of(), Optional.of(header), Optional.empty());

    assertThat(new ErrorRule(when, ErrorRule.Then.RETRY, Optional.empty()).described(1))
        .isEqualTo("1: retry when header X-Error: a b");
  }
}
