package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.List;
import java.util.stream.Stream;

/// The keys of how to send: authentication, retries, security.
final class EndpointKeys {
  static final Kind.Flag YES_OR_NO =
      new Kind.Flag(Word.of("yes", "是", "启用"), Word.of("no", "否", "禁用"));
  private static final Kind.Flag REQUIRED_OR_NOT =
      new Kind.Flag(Word.of("required", "必需", "必须", "是"), Word.of("off", "关闭", "不验证", "否"));

  static final Key TIMEOUT =
      key(
          Word.of("timeout", "超时"),
          new Kind.One(Leaf.DURATION),
          "/timeout",
          "The longest an attempt may take, such as 30s.",
          "一次尝试的最长时间，例如 30 秒。");

  private static final List<Key> FIXED_AUTH =
      List.of(
          key(
              Word.of("type", "类型"),
              new Kind.Choice(
                  List.of(
                      Word.of("api_key", "API 密钥", "API密钥"),
                      Word.of("bearer", "OAuth 2.0", "OAuth", "OAuth 令牌", "令牌", "JWT"),
                      Word.of("basic", "基本", "基本认证"),
                      Word.of("oauth2", "OAuth 2.0 授权服务器"),
                      Word.of("self_issued_jwt", "自签 JWT"),
                      Word.of("none", "无"))),
              "/auth/type",
              "api_key (header, value), bearer (token), basic (username, password), oauth2 (tokenUrl"
                  + " and more) or self_issued_jwt (privateKey, issuer, audience).",
              "API 密钥（标头、值）、OAuth 2.0（令牌）、基本（用户名、密码）、OAuth 2.0 授权服务器（令牌地址等）"
                  + "或自签 JWT（私钥、签发者、受众）。"),
          key(
              Word.of("header", "标头"),
              new Kind.One(Leaf.TEXT),
              "/auth/header",
              "The header that carries the API key.",
              "携带 API 密钥的标头。"),
          credential(Word.of("value", "值"), "value", "The API key.", "API 密钥。"),
          credential(Word.of("token", "令牌"), "token", "The bearer token.", "Bearer 令牌。"),
          credential(Word.of("username", "用户名"), "username", "The user name.", "用户名。"),
          credential(Word.of("password", "密码"), "password", "The password.", "密码。"));

  static final List<Key> AUTH = Stream.concat(FIXED_AUTH.stream(), OAuthKeys.ALL.stream()).toList();

  static final List<Key> RETRY =
      List.of(
          key(
              Word.of("strategy", "策略", "退避"),
              new Kind.Choice(
                  List.of(
                      Word.of("exponential", "指数", "指数退避"),
                      Word.of("fixed", "固定"),
                      Word.of("list", "列表"))),
              "/retry/strategy",
              "exponential (initialDelay, factor, maxDelay), fixed (delay) or list (delays).",
              "指数（初始延迟、倍数、最大延迟）、固定（延迟）或列表（延迟列表）。"),
          key(
              Word.of("maxAttempts", "最大尝试次数"),
              new Kind.One(Leaf.WHOLE),
              "/retry/maxAttempts",
              "The most attempts, the first included.",
              "最多尝试次数，包括第一次。"),
          duration(
              Word.of("initialDelay", "初始延迟"),
              "initialDelay",
              "The first delay, such as 5s.",
              "第一次延迟，例如 5 秒。"),
          key(
              Word.of("factor", "倍数"),
              new Kind.One(Leaf.NUMBER),
              "/retry/factor",
              "What each delay is multiplied by.",
              "每次延迟所乘的倍数。"),
          duration(Word.of("maxDelay", "最大延迟"), "maxDelay", "The longest delay.", "最长延迟。"),
          duration(Word.of("delay", "延迟"), "delay", "The fixed delay.", "固定延迟。"),
          key(
              Word.of("delays", "延迟列表"),
              new Kind.Many(Leaf.DURATION),
              "/retry/delays",
              "One delay after each failed attempt.",
              "每次失败之后的延迟。"),
          duration(
              Word.of("maxAge", "最长期限"),
              "maxAge",
              "When to give up, counted from the event's acceptance.",
              "从接受事件起，多久之后放弃。"),
          TIMEOUT);

  static final List<Key> TLS =
      List.of(
          key(
              Word.of("verify", "验证"),
              REQUIRED_OR_NOT,
              "/tls/verify",
              "Whether the receiver's certificate is checked.",
              "是否检查接收方的证书。"),
          key(
              Word.of("ca", "CA 证书"),
              new Kind.One(Leaf.TEXT),
              "/tls/ca",
              "Certificates (PEM) that are trusted in place of the system's.",
              "代替系统证书的受信任证书（PEM）。"),
          key(
              Word.of("clientCertificate", "客户端证书"),
              new Kind.One(Leaf.TEXT),
              "/tls/clientCertificate",
              "Our certificates (PEM), for a receiver that asks who is calling.",
              "接收方要求验证客户端时出示的证书（PEM）。"),
          key(
              Word.of("clientKey", "客户端私钥"),
              new Kind.One(Leaf.CREDENTIAL),
              "/tls/clientKey",
              "Its private key (PEM, PKCS #8). May be a [PLACEHOLDER].",
              "该证书的私钥（PEM，PKCS #8）。可以是 [占位符]。"));

  static final List<Key> SECURITY =
      List.of(
          key(
              Word.of("tls", "SSL 验证", "TLS"),
              new Kind.Tls(REQUIRED_OR_NOT),
              "/tls",
              "required, or verify, ca, clientCertificate and clientKey. Does not forbid http.",
              "必需，或者写验证、CA 证书、客户端证书和客户端私钥。不禁止 http。"),
          key(
              Word.of("allowedIps", "IP 白名单"),
              new Kind.Networks(),
              "/allowedIps",
              "Addresses and ranges that the receiver may have; a [PLACEHOLDER] may stand for several.",
              "接收方允许的地址和网段；一个 [占位符] 可以代表多个。"),
          key(
              Word.of("rateLimit", "速率限制"),
              new Kind.One(Leaf.RATE),
              "/rateLimit",
              "At most so many starts in any such time: 100/min.",
              "任何一段时间内最多开始的次数：100 请求/分钟。"),
          key(
              Word.of("concurrency", "并发"),
              new Kind.One(Leaf.WHOLE),
              "/concurrency",
              "How many attempts may run at once.",
              "可同时进行的尝试数。"),
          key(
              Word.of("signing", "签名"),
              new Kind.Choice(
                  List.of(
                      Word.of("v1"),
                      Word.of("v1a"),
                      Word.of("rfc9421"),
                      Word.of("hmac"),
                      Word.of("none", "无"))),
              "/signing/scheme",
              "How deliveries are signed: v1, v1a, rfc9421, hmac or none.",
              "投递的签名方式：v1、v1a、rfc9421、hmac 或无。"),
          key(
              Word.of("signature", "签名格式"),
              new Kind.Group(Section.SIGNATURE),
              "/signing",
              "More about the signing schemes rfc9421 and hmac.",
              "签名方式 rfc9421 和 hmac 的细节。"));

  private EndpointKeys() {}

  private static Key duration(Word word, String field, String about, String aboutChinese) {
    return key(word, new Kind.One(Leaf.DURATION), "/retry/" + field, about, aboutChinese);
  }

  private static Key credential(Word word, String field, String about, String aboutChinese) {
    return key(
        word,
        new Kind.One(Leaf.CREDENTIAL),
        "/auth/" + field,
        about + " May be a [PLACEHOLDER].",
        aboutChinese + "可以是 [占位符]。");
  }

  private static Key key(Word word, Kind kind, String target, String about, String aboutChinese) {
    return new Key(word, kind, Form.ENDPOINT, target, about, aboutChinese);
  }
}
