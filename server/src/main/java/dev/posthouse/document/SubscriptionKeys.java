package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.ArrayList;
import java.util.List;

/// The keys of what is sent: those of a subscription, most of which a webhook has too.
final class SubscriptionKeys {
  /// Most webhooks are one endpoint with one subscription and have these in one piece with theirs.
  static final List<Key> SHARED =
      List.of(
          key(
              Word.of("events", "事件触发器", "事件类型", "事件"),
              new Kind.Many(Leaf.TEXT),
              "/types",
              "Event types that are sent: sales_order.created, sales_order.*, *.created or *.",
              "要发送的事件类型：sales_order.created、sales_order.*、*.created 或 *。"),
          key(
              Word.of("payload", "有效负载格式", "有效负载"),
              new Kind.Tree(),
              "/payload",
              "The body: any tree whose texts may hold {{ expressions }}.",
              "请求正文：任意结构，其中的文本可以包含 {{ 表达式 }}。"),
          key(
              Word.of("tables", "查找表"),
              new Kind.Tree(),
              "/tables",
              "Look-up tables for the payload: name, then key and value.",
              "供有效负载使用的查找表：表名，然后是键和值。"),
          key(
              Word.of("versions", "版本"),
              new Kind.Tree(),
              "/versions",
              "Schema versions that are pinned, by event type.",
              "按事件类型固定的架构版本。"),
          key(
              Word.of("body", "正文", "正文形式"),
              new Kind.Choice(List.of(Word.of("standard", "标准"), Word.of("raw", "原样"))),
              "/body",
              "Without a payload: the standard envelope, or the raw data as received.",
              "没有有效负载时：标准信封，或收到的原始数据。"),
          key(
              Word.of("contentType", "内容类型"),
              new Kind.One(Leaf.TEXT),
              "/contentType",
              "application/json, or application/x-www-form-urlencoded for a flat payload.",
              "application/json；扁平的有效负载也可以用 application/x-www-form-urlencoded。"),
          key(
              Word.of("filters", "筛选器", "筛选规则"),
              new Kind.Many(Leaf.TEXT),
              "/filter",
              "Conditions in CEL, or in Shopify's language after 'shopify:'; all of them must hold.",
              "CEL 条件，或以 shopify: 开头的 Shopify 筛选语句；必须全部成立。"),
          key(
              Word.of("onlyIfChanged", "仅在变化时", "仅变化时发送"),
              new Kind.Tree(),
              "/onlyIfChanged",
              "Only events that show a change: subject, fields and more.",
              "只发送有变化的事件：subject、fields 等。"),
          key(
              Word.of("stale", "过期事件"),
              new Kind.Choice(List.of(Word.of("deliver", "投递"), Word.of("skip", "跳过"))),
              "/stale",
              "Events that come after a newer state of their subject: deliver or skip.",
              "迟于同一对象较新状态才到达的事件：投递或跳过。"));

  static final Key NAME =
      key(
          Word.of("name", "名称"),
          new Kind.One(Leaf.TEXT),
          "/name",
          "What the subscription is called; it is known by this name.",
          "订阅的名称；系统按名称识别它。");

  static final List<Key> ALL = all();

  private SubscriptionKeys() {}

  private static List<Key> all() {
    var keys = new ArrayList<Key>();
    keys.add(NAME);
    keys.addAll(SHARED);
    keys.add(
        key(
            Word.of("enabled", "启用"),
            EndpointKeys.YES_OR_NO,
            "/enabled",
            "false: no new deliveries are made for this subscription.",
            "否：不再为此订阅产生新的投递。"));
    return List.copyOf(keys);
  }

  private static Key key(Word word, Kind kind, String target, String about, String aboutChinese) {
    return new Key(word, kind, Form.SUBSCRIPTION, target, about, aboutChinese);
  }
}
