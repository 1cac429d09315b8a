package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.ArrayList;
import java.util.List;

/// The keys of a webhook: one endpoint with what is sent to it.
final class WebhookKeys {
  static final Key SUBSCRIPTIONS =
      key(
          Word.of("subscriptions", "订阅", "订阅列表"),
          new Kind.Groups(Section.SUBSCRIPTION),
          "",
          "In place of events, payload and filters: several subscriptions to this endpoint.",
          "代替事件、有效负载和筛选器：发往此端点的多个订阅。");

  static final List<Key> ALL = all();

  private WebhookKeys() {}

  private static List<Key> all() {
    var keys = new ArrayList<Key>();
    keys.addAll(where());
    keys.addAll(SubscriptionKeys.SHARED);
    keys.add(SUBSCRIPTIONS);
    keys.addAll(how());
    return List.copyOf(keys);
  }

  private static List<Key> where() {
    return List.of(
        key(
            Word.of("name", "名称", "Webhook 名称"),
            new Kind.One(Leaf.TEXT),
            "/name",
            "What the webhook is called; it is known by this name.",
            "Webhook 的名称；系统按名称识别它。"),
        key(
            Word.of("url", "端点 URL", "端点URL", "网址"),
            new Kind.One(Leaf.URL),
            "/url",
            "Where to send: https://… or http://…",
            "发送到哪里：https://… 或 http://…"),
        key(
            Word.of("method", "方法"),
            new Kind.Choice(List.of(Word.of("POST"), Word.of("PUT"), Word.of("PATCH"))),
            "/method",
            "The HTTP method; POST unless said.",
            "HTTP 方法；默认 POST。"),
        key(
            Word.of("headers", "标头", "自定义标头"),
            new Kind.Headers(),
            "/headers",
            "Header lines to add; a value may be a [PLACEHOLDER].",
            "附加的标头；值可以是 [占位符]。"),
        key(
            Word.of("auth", "认证"),
            new Kind.Group(Section.AUTH),
            "/auth",
            "How the receiver knows us, beside the signature.",
            "除签名外，接收方如何识别我们。"));
  }

  private static List<Key> how() {
    return List.of(
        key(
            Word.of("retry", "重试策略"),
            new Kind.Group(Section.RETRY),
            "/retry",
            "When a failed delivery is tried again.",
            "投递失败后何时重试。"),
        EndpointKeys.TIMEOUT,
        key(
            Word.of("errorRules", "错误规则"),
            new Kind.Tree(),
            "/errorRules",
            "What answers mean that do not speak as HTTP has it: a list of when, then and after.",
            "不按 HTTP 惯例作答时应答的含义：由 when、then、after 组成的列表。"),
        key(
            Word.of("health", "健康", "健康策略"),
            new Kind.Tree(),
            "/health",
            "When to send probes only, and when to disable: breaker, window, minimum, ratio, disableAfter.",
            "何时只发探测请求、何时停用：breaker、window、minimum、ratio、disableAfter。"),
        key(
            Word.of("security", "安全设置"),
            new Kind.Group(Section.SECURITY),
            "",
            "TLS, addresses, limits and signing.",
            "TLS、地址、限制和签名。"),
        key(
            Word.of("webhookId", "Webhook 标识"),
            new Kind.Choice(List.of(Word.of("delivery", "投递", "传递"), Word.of("event", "事件"))),
            "/webhookId",
            "What the webhook-id header names.",
            "webhook-id 标头所指的对象。"),
        key(
            Word.of("enabled", "启用"),
            EndpointKeys.YES_OR_NO,
            "/enabled",
            "false: deliveries are made and held until it is true again.",
            "否：投递照常产生，但保留到再次启用时发送。"));
  }

  private static Key key(Word word, Kind kind, String target, String about, String aboutChinese) {
    return new Key(word, kind, Form.ENDPOINT, target, about, aboutChinese);
  }
}
