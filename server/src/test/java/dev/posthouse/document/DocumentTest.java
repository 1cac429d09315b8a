package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentTest {
  static final String ENGLISH =
      """
      webhooks:
        - name: Orders
          url: https://a.example/orders
          method: PUT
          headers: {X-Shop: kl}
          auth: {type: api_key, header: X-API-Key, value: "[KEY]"}
          events: [sales_order.created, "*.cancelled"]
          body: raw
          filters: ["order.total > 100", order.status != "draft"]
          retry: {strategy: exponential, maxAttempts: 3, initialDelay: 30s, factor: 1.5}
          timeout: 10s
          security:
            tls: {verify: true}
            allowedIps: ["[IPS]", 10.0.0.0/8]
            rateLimit: 100/min
            concurrency: 8
            signing: v1a
          enabled: false
      """;

  static final String CHINESE =
      """
      Webhook 列表:
        - 名称: Orders
          端点 URL: https://a.example/orders
          方法: PUT
          标头: {X-Shop: kl}
          认证: {类型: API 密钥, 标头: X-API-Key, 值: [KEY]}
          事件触发器: [sales_order.created, "*.cancelled"]
          正文: 原样
          筛选器: ["order.total > 100", order.status != "draft"]
          重试策略: {退避: 指数, 最大尝试次数: 3, 初始延迟: 30 秒, 倍数: 1.5, 超时: 10 秒}
          安全设置:
            SSL 验证: 必需
            IP 白名单: ["[IPS]", 10.0.0.0/8]
            速率限制: 100 请求/分钟
            并发: 8
            签名: v1a
          启用: 否
      """;

  static final String DIALECT =
      """
      # 注释
      Webhook 名称:Orders
      端点 URL:https://a.example/orders
      方法：PUT
      标头:
        X-Shop:kl
      认证:
        类型:API 密钥
        标头:X-API-Key
        值:[KEY]

      事件触发器:
        - sales_order.created
        - *.cancelled
      正文:原样
      筛选器:
      - order.total > 100
      - order.status != "draft"
      重试策略:
        退避:指数
        最大尝试次数:3
        初始延迟:30 秒
        倍数:1.5
        超时:10 秒
      安全设置:
        SSL 验证:必需
        IP 白名单:
          - [IPS]
          - 10.0.0.0/8
        速率限制:100 请求/分钟
        并发:8
        签名:v1a
      启用:否
      """;

  static final Map<String, String> VALUES =
      Map.of("KEY", "k-1", "IPS", "203.0.113.7, 198.51.100.0/24 2001:db8::1");

  private static final JsonNode FORMS =
      json(
          """
          [{'endpoint':{'name':'Orders','url':'https://a.example/orders','method':'PUT',
            'headers':{'X-Shop':'kl'},'auth':{'type':'api_key','header':'X-API-Key','value':'k-1'},
            'retry':{'strategy':'exponential','maxAttempts':3,'initialDelay':'30s','factor':1.5},
            'timeout':'10s','tls':{'verify':true},
            'allowedIps':['203.0.113.7','198.51.100.0/24','2001:db8::1','10.0.0.0/8'],
            'rateLimit':'100/min','concurrency':8,'signing':{'scheme':'v1a'},'enabled':false},
           'subscriptions':[{'types':['sales_order.created','*.cancelled'],'body':'raw',
            'filter':['order.total > 100','order.status != "draft"'],'name':'Orders'}]}]
          """
              .replace("\"draft\"", "\\\"draft\\\""));

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_document_says_the_same_in_english_in_chinese_and_in_the_short_form() {
    assertThat(Reading.forms(ENGLISH, VALUES)).isEqualTo(FORMS);
    assertThat(Reading.forms(CHINESE, VALUES)).isEqualTo(FORMS);
    assertThat(Reading.forms(DIALECT, VALUES)).isEqualTo(FORMS);
  }
}
