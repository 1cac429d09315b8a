package dev.posthouse.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.posthouse.cli.Caller.Called;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What all commands have in common: how they are called, and how they find the server.
class CallTest {
  @TempDir Path folder;

  @Test
  void both_languages_say_the_same_things_with_the_same_values() {
    assertThat(shape(Words.chinese())).isEqualTo(shape(Words.english()));
  }

  @Test
  void nothing_is_left_in_english_in_the_chinese_texts() {
    Words chinese = Words.chinese();
    assertThat(
            chinese.bundle().keySet().stream()
                .filter(key -> !chinese.bundle().getString(key).matches("(?s).*\\p{IsHan}.*")))
        .containsExactlyInAnyOrder(
            "usage.optionListHeading", "list.comma", "endpoint.url", "shopify.bad");
  }

  private static Map<String, Long> shape(Words words) {
    return words.bundle().keySet().stream()
        .collect(
            toMap(key -> key, key -> words.bundle().getString(key).split("%s", -1).length - 1L));
  }

  @Test
  void each_command_has_a_line_and_a_help_in_both_languages() {
    for (String name : Commands.names()) {
      assertThat(Words.english().has(name + ".summary")).isTrue();
      assertThat(new Caller(folder).call(name, "--help").out()).startsWith("Usage: posthouse ");
      assertThat(new Caller(folder).chinese().call(name, "-h").out()).startsWith("用法：posthouse ");
    }
  }

  @Test
  void every_command_ends_with_2_when_it_is_called_wrongly_and_with_0_when_asked_for_help() {
    for (String name : Commands.names()) {
      Called wrong = new Caller(folder).call(name, "--no-such-option");
      assertThat(wrong.code()).as(name).isEqualTo(2);
      assertThat(wrong.err()).as(name).startsWith("posthouse: ").hasLineCount(1);
      assertThat(wrong.out()).as(name).isEmpty();
      assertThat(new Caller(folder).call(name, "--help").code()).as(name).isZero();
    }
  }

  @Test
  void every_option_is_explained() {
    for (String name : Commands.names()) {
      String help = new Caller(folder).call(name, "--help").out();

      // Long synopses go on in lines that begin as options do.
      assertThat(help.lines().filter(line -> line.matches(" +-[^\\[]*")))
          .allMatch(line -> line.strip().contains("   ") || line.strip().matches("-.*\\s{2,}.+"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send --smaple x  | send does not know "--smaple"; did you mean --sample?
          explain          | explain needs EVENT; ./posthouse help explain tells how
          explain a b      | explain does not know "b"; ./posthouse help explain lists what it takes
          apply            | apply needs --file FILE; ./posthouse help apply tells how
          send a --id 1 --id 2 | send takes --id ID only once
          """)
  void a_wrong_call_gets_a_hint(String line, String told) {
    Called called = new Caller(folder).call(line.split(" "));

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).isEqualTo("posthouse: " + told + "\n");
  }

  @Test
  void a_wrong_call_gets_its_hint_in_chinese() {
    assertThat(new Caller(folder).chinese().call("send", "--smaple", "x").err())
        .isEqualTo("posthouse: send 不认识“--smaple”；您是不是要用 --sample？\n");
  }

  @Test
  void a_server_that_is_not_there_is_told_in_one_line() {
    String url;
    try (var gone = new TinyServer()) {
      url = gone.url();
    }

    Called called =
        new Caller(folder)
            .set("POSTHOUSE_URL", url + "/")
            .set("POSTHOUSE_KEY", "k")
            .call("explain", "evt_1");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .contains(url)
        .contains("./posthouse serve")
        .contains("POSTHOUSE_URL")
        .hasLineCount(1);
  }

  @Test
  void a_missing_key_is_told() {
    Called called = new Caller(folder).call("export");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("POSTHOUSE_KEY").hasLineCount(1);
  }

  @Test
  void the_key_of_this_folder_goes_to_no_other_address() {
    try (var server = new TinyServer()) {
      Called called =
          new Caller(folder)
              .set("POSTHOUSE_URL", server.url())
              .local("http://127.0.0.1:1", "admin", "")
              .call("export");

      assertThat(called.err()).contains("POSTHOUSE_KEY");
      assertThat(server.asked).isEmpty();
    }
  }

  @Test
  void the_server_of_this_folder_is_found_with_its_key_and_tenant() {
    try (var server = new TinyServer().reply(200, "a").reply(200, "b").reply(200, "c")) {
      Caller caller = new Caller(folder).local(server.url(), "admin", "demo");

      assertThat(caller.call("export").out()).isEqualTo("a");
      assertThat(caller.set("POSTHOUSE_URL", server.url() + "/").call("export").out())
          .isEqualTo("b");
      assertThat(caller.set("POSTHOUSE_KEY", "mine").call("export").out()).isEqualTo("c");
      assertThat(server.asked)
          .extracting(TinyServer.Asked::key, TinyServer.Asked::tenant)
          .containsExactly(
              tuple("Bearer admin", "demo"),
              tuple("Bearer admin", "demo"),
              tuple("Bearer mine", "null"));
    }
  }

  @Test
  void a_server_here_whose_key_cannot_be_read_is_told() {
    Called called = new Caller(folder).local("http://127.0.0.1:1", "", "").call("export");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err())
        .contains("http://127.0.0.1:1")
        .contains("POSTHOUSE_KEY")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080",
    "ftp://a",
    "http://",
    "http://a b",
    "http://u:p@host",
    "http://a?x=1"
  })
  void an_address_that_is_none_is_told(String url) {
    Called called =
        new Caller(folder).set("POSTHOUSE_URL", url).set("POSTHOUSE_KEY", "k").call("export");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("POSTHOUSE_URL is an address such as").contains(url);
  }

  @ParameterizedTest
  @CsvSource({
    "export, 404",
    "export, 200",
    "events, 200",
    "send a.b, 200",
    "keys revoke key_1, 200"
  })
  void something_else_that_answers_is_told(String line, int status) {
    try (var server = new TinyServer().reply(status, "<html>")) {
      Called called = Caller.of(server, folder).call(line.split(" "));

      assertThat(called.code()).isEqualTo(1);
      assertThat(called.out()).isEmpty();
      assertThat(called.err()).contains("(status " + status + ") is no Posthouse");
    }
  }

  @Test
  void a_wrong_key_is_told() {
    try (var server =
        new TinyServer().reply(401, "{\"title\":\"No\",\"code\":\"x\",\"detail\":\"wrong key\"}")) {
      assertThat(Caller.of(server, folder).call("export").err())
          .isEqualTo("posthouse: No: wrong key\nCheck POSTHOUSE_KEY.\n");
    }
  }

  @Test
  void programs_get_problems_as_the_server_wrote_them() {
    try (var server = new TinyServer().reply(403, "{\"code\":\"forbidden\"}")) {
      Called called = Caller.of(server, folder).call("export", "--json");

      assertThat(called.code()).isEqualTo(1);
      assertThat(JsonText.JSON.readTree(called.out()).path("code").asString())
          .isEqualTo("forbidden");
      assertThat(called.err()).isEmpty();
    }
  }

  @Test
  void exports_the_document_as_it_is() {
    try (var server = new TinyServer().reply(200, "webhooks:\n- 名称: 订单\n")) {
      Called called = Caller.of(server, folder).call("export", "-l", "zh-CN");

      assertThat(called.out()).isEqualTo("webhooks:\n- 名称: 订单\n");
      assertThat(server.asked.getFirst().line()).isEqualTo("GET /v1/config?language=zh-CN");
    }
  }

  @Test
  void what_programs_read_is_utf_8_whatever_the_terminal_shows() {
    String document = "webhooks:\n- 名称: 订单 €\n";
    try (var server = new TinyServer().reply(200, document).reply(200, document)) {
      Caller caller = Caller.of(server, folder).set("LC_ALL", "zh_CN.GBK");

      assertThat(caller.call("export").out()).isEqualTo(document);
      assertThat(caller.call("export", "--json").out()).contains("名称: 订单 €");
      assertThat(caller.call("export", "--help").out()).doesNotContain("用法");
    }
  }

  @Test
  void a_defect_is_told_in_one_line() {
    Called called = new Caller(folder).call("apply", "-f", "a\0b");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("a defect of this command").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "LANG,zh_CN.GBK,zh-CN,GBK",
    "LANG,zh_TW,zh-CN,UTF-8",
    "LC_ALL,C,en,UTF-8",
    "LANG,en_US.nonsense,en,UTF-8",
    "LC_ALL,zh_CN.UTF-8@x,zh-CN,UTF-8",
  })
  void the_locale_decides_language_and_characters(
      String name, String value, String language, String charset) {
    var variables = Map.of(name, value);

    assertThat(Words.of(variables).language()).isEqualTo(language);
    assertThat(Words.charset(variables)).isEqualTo(Charset.forName(charset));
  }

  @Test
  void lc_all_wins_over_lang() {
    assertThat(Words.of(Map.of("LC_ALL", "en_US", "LANG", "zh_CN")).language()).isEqualTo("en");
    assertThat(Words.charset(Map.of())).isEqualTo(StandardCharsets.UTF_8);
  }
}
