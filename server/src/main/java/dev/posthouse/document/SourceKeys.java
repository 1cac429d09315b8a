package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.List;

/// The keys of a source: where other people's webhooks come in.
final class SourceKeys {
  static final List<Key> ALL =
      List.of(
          key(
              Word.of("name", "名称"),
              new Kind.One(Leaf.TEXT),
              "name",
              "What the source is called; it is known by this name.",
              "接入源的名称；系统按名称识别它。"),
          key(
              Word.of("provider", "平台"),
              new Kind.One(Leaf.TEXT),
              "provider",
              "Who sends: shopify, stripe, github and others; or a name of your own, with custom.",
              "对方平台：shopify、stripe、github 等；也可以自拟名称，并写“自定义”。"),
          key(
              Word.of("scheme", "验签方式"),
              new Kind.One(Leaf.TEXT),
              "scheme",
              "Which of the provider's ways to sign.",
              "使用该平台的哪种签名方式。"),
          key(
              Word.of("custom", "自定义"),
              new Kind.Tree(),
              "custom",
              "A provider that is not known: scheme, topic, subject, time and key.",
              "没有内置的平台：scheme、topic、subject、time 和 key。"),
          key(
              Word.of("secrets", "密钥"),
              new Kind.Many(Leaf.CREDENTIAL),
              "secrets",
              "Any of them is believed; without the key, those that are stored stay. Each may be a"
                  + " [PLACEHOLDER].",
              "任何一个对得上即可；不写则保留已存的密钥。每个都可以是 [占位符]。"),
          key(
              Word.of("url", "公开 URL", "公开URL"),
              new Kind.One(Leaf.URL),
              "url",
              "The URL as the provider knows it, for schemes that sign it; {address} stands for the"
                  + " source's address.",
              "对方登记的完整地址，供把地址也签进去的平台使用；{address} 代表接入源自己的地址。"),
          key(
              Word.of("answer", "应答"),
              new Kind.Choice(List.of(Word.of("provider", "平台"), Word.of("empty", "空"))),
              "answer",
              "What is answered when all is well: as the provider wants it, or nothing.",
              "成功时怎么应答：按平台的要求，或不带正文。"),
          key(
              Word.of("dedupe", "去重键"),
              new Kind.One(Leaf.TEXT),
              "dedupe",
              "Which of the provider's keys an event is known by.",
              "用平台的哪个键去重。"),
          key(
              Word.of("allowedIps", "IP 白名单"),
              new Kind.Networks(),
              "allowedIps",
              "From where requests may come; a [PLACEHOLDER] may stand for several.",
              "请求可以来自哪些地址和网段；一个 [占位符] 可以代表多个。"),
          key(
              Word.of("methods", "方法"),
              new Kind.Many(Leaf.TEXT),
              "methods",
              "POST, PUT, GET; POST unless said.",
              "POST、PUT、GET；默认 POST。"),
          key(
              Word.of("maxBytes", "正文上限"),
              new Kind.One(Leaf.WHOLE),
              "maxBytes",
              "The longest body that is taken, in bytes; 10 MB unless said.",
              "正文最多多少字节；默认 10 MB。"),
          key(
              Word.of("attributes", "属性"),
              new Kind.Tree(),
              "attributes",
              "What to copy into attributes of the event: {store: \"header:X-Store\"}.",
              "抄进事件属性的内容：{store: \"header:X-Store\"}。"),
          key(
              Word.of("orderGuard", "顺序保护"),
              EndpointKeys.YES_OR_NO,
              "orderGuard",
              "true: events that come after a newer state of their subject are marked stale.",
              "是：迟于同一对象较新状态才到达的事件标为过期。"),
          key(
              Word.of("silentAfter", "静默告警"),
              new Kind.One(Leaf.DURATION),
              "silentAfter",
              "How long nothing may come until the event source.silent tells of it.",
              "多久没有事件就用 source.silent 报警。"),
          key(
              Word.of("enabled", "启用"),
              EndpointKeys.YES_OR_NO,
              "enabled",
              "false: requests are answered 503.",
              "否：一律回 503。"));

  private SourceKeys() {}

  private static Key key(Word word, Kind kind, String field, String about, String aboutChinese) {
    return new Key(word, kind, Form.SOURCE, "/" + field, about, aboutChinese);
  }
}
