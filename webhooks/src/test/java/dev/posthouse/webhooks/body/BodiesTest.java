package dev.posthouse.webhooks.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.50",
        "1e5",
        "-1.5E-10",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ 1 , \"a\" , { } ] ",
        "{\"a\":{\"b\":[null]}}",
        "\"\\ud83d\\ude00\"",
        "\"\\/\\b\\f\\n\\r\\t\"",
        "12345678901234567890.123456789012345678901234567890"
      })
  void json_is_read(String text) throws Malformed {
    assertThat(new String(Json.read(text.getBytes(UTF_8)).bytes(), UTF_8)).isEqualTo(text.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1,}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "NaN",
        "Infinity",
        "tru",
        "TRUE",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u１234\"",
        "\"\t\"",
        "\"\n\"",
        "[1 2]",
        "1 2",
        "{} x",
        "//c\n1",
        "[1]]",
        "\u00a01"
      })
  void json_that_is_not_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8))).isInstanceOf(Malformed.class);
  }

  @Test
  void json_that_is_not_utf_8_is_refused() {
    assertThatThrownBy(() -> Json.read(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void json_is_nested_100_levels_and_no_more() throws Malformed {
    Json.read(("[".repeat(100) + "]".repeat(100)).getBytes(UTF_8));

    assertThatThrownBy(() -> Json.read(("[".repeat(101) + "]".repeat(101)).getBytes(UTF_8)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void json_is_walked_by_names_and_keeps_what_was_written() throws Malformed {
    Json json =
        Json.read(
            "\ufeff{\"a\":{\"b\\u002e\": 1.50 ,\"c\":null,\"d\":[ {\"x\" : \"\\u4e2d\"} ]},\"t\":true,\"n\":1.50,\"t\":false}"
                .getBytes(UTF_8));

    assertThat(json.textAt("a.b.")).isEmpty();
    assertThat(json.at("a").orElseThrow().members().keySet()).containsExactly("b.", "c", "d");
    assertThat(json.at("a.c")).isEmpty();
    assertThat(json.textAt("t")).isEqualTo("false");
    assertThat(json.textAt("n")).isEqualTo("1.50");
    assertThat(json.itemsAt("a.d")).hasSize(1);
    assertThat(new String(json.itemsAt("a.d").get(0).bytes(), UTF_8))
        .isEqualTo("{\"x\" : \"\\u4e2d\"}");
    assertThat(json.itemsAt("a.d").get(0).textAt("x")).isEqualTo("中");
    assertThat(json.textAt("a.d")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b\\c", "\u0000\u001f\n", "中😀", "\ud800x", "</script>"})
  void quoted_text_is_read_back(String text) throws Malformed {
    assertThat(Json.read(Json.quoted(text).getBytes(UTF_8)).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1&b=2 | {\"a\":\"1\",\"b\":\"2\"}",
        "a=1&a=2 | {\"a\":\"2\"}",
        "a+b=c%20d%2B | {\"a b\":\"c d+\"}",
        "a | {\"a\":\"\"}",
        "&&a=1& | {\"a\":\"1\"}",
        "a=%zz%4 | {\"a\":\"%zz%4\"}",
        "a[b][c]=1&a[b][d]=2 | {\"a\":{\"b\":{\"c\":\"1\",\"d\":\"2\"}}}",
        "a[]=x&a[]=y | {\"a\":{\"0\":\"x\",\"1\":\"y\"}}",
        "[a]=1&b[=2 | {\"[a]\":\"1\",\"b[\":\"2\"}",
        "a=1&a[b]=2 | {\"a\":{\"b\":\"2\"}}",
      })
  void forms_become_objects(String form, String json) throws Malformed {
    assertThat(Form.read(form).json()).isEqualTo(json);
  }

  @Test
  void forms_have_limits() throws Malformed {
    assertThat(Form.read("a=1&".repeat(Form.MOST_FIELDS)).json()).isEqualTo("{\"a\":\"1\"}");
    assertThatThrownBy(() -> Form.read("a=1&".repeat(Form.MOST_FIELDS + 1)).json())
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Form.read("a" + "[b]".repeat(20) + "=1").json())
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a b=1/>",
        "<a>&b;</a>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
        "<x:a/>"
      })
  void xml_that_is_not_is_refused(String text) {
    assertThatThrownBy(() -> Xml.read(text.getBytes(UTF_8))).isInstanceOf(Malformed.class);
  }

  @Test
  void xml_is_read_without_prefixes() throws Malformed {
    Xml xml =
        Xml.read(
            "<?xml version=\"1.0\"?><!-- c --><x:a xmlns:x='u' x:k='v'> <b>1</b><b><![CDATA[<2>]]> &amp; </b></x:a>"
                .getBytes(UTF_8));

    assertThat(xml.name()).isEqualTo("a");
    assertThat(xml.attributes()).containsEntry("k", "v");
    assertThat(xml.all("b")).extracting(Xml::text).containsExactly("1", "<2> &");
    assertThat(xml.first("b").orElseThrow().text()).isEqualTo("1");
    assertThat(xml.first("c")).isEmpty();
  }

  @Test
  void a_body_is_unpacked_as_far_as_its_limit() throws Exception {
    var packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      gzip.write(new byte[1_000]);
    }
    byte[] zeros = packed.toByteArray();

    assertThat(Packed.unpack("gzip", zeros, 1_000)).hasSize(1_000);
    assertThat(Packed.unpack("", zeros, 1)).isSameAs(zeros);
    assertThatThrownBy(() -> Packed.unpack("gzip", zeros, 999)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Packed.unpack("deflate", zeros, 9_999)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Packed.unpack("gzip", Arrays.copyOf(zeros, 12), 9_999))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Packed.unpack("br", zeros, 9_999)).isInstanceOf(Malformed.class);
  }
}
