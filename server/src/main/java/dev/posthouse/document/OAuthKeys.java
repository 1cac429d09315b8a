package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.List;

/// The keys of authentication by tokens: of an authorization server, or of our own.
final class OAuthKeys {
  static final List<Key> ALL =
      List.of(
          key(
              Word.of("grant", "授权方式"),
              new Kind.Choice(
                  List.of(
                      Word.of("client_credentials", "客户端凭证"),
                      Word.of("refresh_token", "刷新令牌"),
                      Word.of("jwt_bearer", "JWT 断言"))),
              "grant",
              "How a token is asked for (oauth2).",
              "获取令牌的方式（oauth2）。"),
          key(
              Word.of("tokenUrl", "令牌地址"),
              new Kind.One(Leaf.URL),
              "tokenUrl",
              "The token endpoint of the authorization server.",
              "授权服务器的令牌端点。"),
          credential(Word.of("clientId", "客户端 ID"), "clientId", "The client.", "客户端标识。"),
          credential(Word.of("clientSecret", "客户端密钥"), "clientSecret", "Its secret.", "客户端的密钥。"),
          key(
              Word.of("clientAuth", "客户端认证"),
              new Kind.Choice(
                  List.of(
                      Word.of("basic"),
                      Word.of("post"),
                      Word.of("private_key_jwt"),
                      Word.of("none", "无"))),
              "clientAuth",
              "How the client shows who it is.",
              "客户端证明身份的方式。"),
          credential(
              Word.of("refreshToken", "刷新令牌"),
              "refreshToken",
              "The refresh token to begin with.",
              "初始刷新令牌。"),
          text(Word.of("scope", "权限范围"), "scope", "What the token is for.", "令牌的权限范围。"),
          key(
              Word.of("parameters", "附加参数"),
              new Kind.Headers(),
              "parameters",
              "More parameters of the request, such as audience or resource.",
              "请求的附加参数，例如 audience 或 resource。"),
          credential(
              Word.of("privateKey", "私钥"),
              "privateKey",
              "The private key (PEM) that signs our tokens.",
              "为令牌签名的私钥（PEM）。"),
          text(Word.of("keyId", "密钥 ID"), "keyId", "Its id, kid.", "密钥标识 kid。"),
          text(Word.of("issuer", "签发者"), "issuer", "iss of our tokens.", "自签令牌的 iss。"),
          text(Word.of("subject", "主体"), "subject", "sub of our tokens.", "自签令牌的 sub。"),
          text(Word.of("audience", "受众"), "audience", "aud of our tokens.", "自签令牌的 aud。"),
          key(
              Word.of("lifetime", "有效期"),
              new Kind.One(Leaf.DURATION),
              "lifetime",
              "How long our tokens are good, 60s unless said.",
              "自签令牌的有效期，默认 60 秒。"),
          key(
              Word.of("claims", "声明"),
              new Kind.Headers(),
              "claims",
              "More claims of our tokens, as they are.",
              "自签令牌的其他声明，原样写入。"),
          text(
              Word.of("ca", "CA 证书"),
              "ca",
              "Certificates (PEM) that vouch for the authorization server.",
              "用于信任授权服务器的证书（PEM）。"));

  private OAuthKeys() {}

  private static Key text(Word word, String field, String about, String aboutChinese) {
    return key(word, new Kind.One(Leaf.TEXT), field, about, aboutChinese);
  }

  private static Key credential(Word word, String field, String about, String aboutChinese) {
    return key(
        word,
        new Kind.One(Leaf.CREDENTIAL),
        field,
        about + " May be a [PLACEHOLDER].",
        aboutChinese + "可以是 [占位符]。");
  }

  private static Key key(Word word, Kind kind, String field, String about, String aboutChinese) {
    return new Key(word, kind, Form.ENDPOINT, "/auth/" + field, about, aboutChinese);
  }
}
