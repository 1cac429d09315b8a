package dev.posthouse.rule;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.posthouse.rule.Definition.Body;
import dev.posthouse.rule.Definition.Parameter;
import java.util.List;
import java.util.Locale;

/// Functions that make texts of texts.
final class TextFunctions {
  private static final int WIDTH = 1_000;
  private static final Parameter TEXT = Parameter.of(Kind.TEXT);
  private static final Parameter WHOLE = Parameter.of(Kind.WHOLE);

  private TextFunctions() {}

  static List<Definition> all() {
    return List.of(
        one(
            manual("upper(text)", "In capitals.", "转为大写。", "upper('Kl-01')", "\"KL-01\""),
            arguments -> Texts.built(arguments.text(0).toUpperCase(Locale.ROOT))),
        one(
            manual("lower(text)", "In small letters.", "转为小写。", "lower('Kl-01')", "\"kl-01\""),
            arguments -> Texts.built(arguments.text(0).toLowerCase(Locale.ROOT))),
        one(
            manual(
                "trim(text)",
                "Without white space at both ends.",
                "去掉首尾空白。",
                "trim('  KL-01 ')",
                "\"KL-01\""),
            arguments -> Texts.built(arguments.text(0).strip())),
        replace(),
        split(),
        join(),
        substring(),
        padLeft(),
        sha256(),
        base64(),
        one(
            manual(
                "urlEncode(text)",
                "Percent-encoded, to stand in a part of a URL.",
                "百分号编码，可放在 URL 的任何部分。",
                "urlEncode('a b/槟')",
                "\"a%20b%2F%E6%A7%9F\""),
            arguments -> Texts.urlEncode(arguments.text(0))),
        toJson());
  }

  static TemplateFunction manual(
      String call, String english, String chinese, String example, String result) {
    String name = call.substring(0, call.indexOf('('));
    return new TemplateFunction(name, call, english, chinese, example, result, false);
  }

  private static Definition one(TemplateFunction manual, Body body) {
    return new Definition(manual, List.of(TEXT), 1, SimpleType.STRING, body);
  }

  private static Definition replace() {
    return new Definition(
        manual(
            "replace(text, from, to)",
            "With every occurrence replaced.",
            "替换所有出现之处。",
            "replace('KL-01-02', '-', '/')",
            "\"KL/01/02\""),
        List.of(TEXT, TEXT, TEXT),
        3,
        SimpleType.STRING,
        arguments -> Texts.replace(arguments.text(0), arguments.text(1), arguments.text(2)));
  }

  private static Definition split() {
    return new Definition(
        manual(
            "split(text, separator)",
            "A list of the parts.",
            "按分隔符拆成列表。",
            "split('red,green', ',')",
            "[\"red\",\"green\"]"),
        List.of(TEXT, TEXT),
        2,
        ListType.create(SimpleType.STRING),
        arguments -> new DataList(Texts.split(arguments.text(0), arguments.text(1))));
  }

  private static Definition join() {
    return new Definition(
        manual(
            "join(list[, separator])",
            "The texts and numbers of a list, one after the other.",
            "把列表中的文本和数字连接起来。",
            "join(['red', 'green'], ', ')",
            "\"red, green\""),
        List.of(Parameter.of(Kind.LIST), TEXT),
        1,
        SimpleType.STRING,
        Texts::join);
  }

  private static Definition substring() {
    return new Definition(
        manual(
            "substring(text, from[, to])",
            "The characters from the one (the first is 0) up to and without the other; beyond the end there is nothing.",
            "从第 from 个字符（首个为 0）到第 to 个字符之前；超出末尾的部分为空。",
            "substring('SO-2026-0007', 3, 7)",
            "\"2026\""),
        List.of(TEXT, WHOLE, WHOLE),
        2,
        SimpleType.STRING,
        arguments -> {
          int from = arguments.whole(1, 0, Integer.MAX_VALUE);
          int to = arguments.has(2) ? arguments.whole(2, 0, Integer.MAX_VALUE) : Integer.MAX_VALUE;
          return Texts.substring(arguments.text(0), from, to);
        });
  }

  private static Definition padLeft() {
    return new Definition(
        manual(
            "padLeft(text, width[, with])",
            "Filled up at the left to so many characters, with spaces if nothing else is given.",
            "在左侧补足到指定字符数（默认补空格）。",
            "padLeft(7, 4, '0')",
            "\"0007\""),
        List.of(Parameter.of(Kind.WORD), WHOLE, TEXT),
        2,
        SimpleType.STRING,
        arguments ->
            Texts.padLeft(arguments.word(0), arguments.whole(1, 0, WIDTH), arguments.text(2, " ")));
  }

  private static Definition sha256() {
    return new Definition(
        manual(
            "sha256(text)",
            "SHA-256 of the text in UTF-8, in hexadecimal digits. Guessable values (phone numbers) stay guessable.",
            "文本（UTF-8）的 SHA-256，十六进制。可穷举的值（如电话号码）仍可被猜出。",
            "sha256('abc')",
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""),
        List.of(Parameter.of(Kind.BINARY)),
        1,
        SimpleType.STRING,
        arguments -> Texts.sha256(arguments.bytes(0)));
  }

  private static Definition base64() {
    return new Definition(
        manual(
            "base64(text)",
            "Base64 of the text in UTF-8, or of bytes.",
            "文本（UTF-8）或字节的 Base64 编码。",
            "base64('abc')",
            "\"YWJj\""),
        List.of(Parameter.of(Kind.BINARY)),
        1,
        SimpleType.STRING,
        arguments -> Texts.base64(arguments.bytes(0)));
  }

  private static Definition toJson() {
    return new Definition(
        manual(
            "toJson(value)",
            "The value as a text that holds JSON.",
            "把值写成 JSON 文本。",
            "toJson({'a': [1, 2]})",
            "\"{\\\"a\\\":[1,2]}\""),
        List.of(Parameter.of(Kind.ANY)),
        1,
        SimpleType.STRING,
        arguments -> Texts.json(arguments.value(0)));
  }
}
