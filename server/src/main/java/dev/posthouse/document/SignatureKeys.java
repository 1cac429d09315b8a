package dev.posthouse.document;

import dev.posthouse.document.Key.Form;
import dev.posthouse.document.Kind.Leaf;
import java.util.List;

/// The keys of signatures that are not those of Standard Webhooks.
final class SignatureKeys {
  static final List<Key> ALL =
      List.of(
          text(
              Word.of("algorithm", "算法"),
              "algorithm",
              "rfc9421: ed25519 or hmac-sha256; hmac: sha256, sha1, sha384 or sha512.",
              "rfc9421：ed25519 或 hmac-sha256；hmac：sha256、sha1、sha384 或 sha512。"),
          key(
              Word.of("components", "覆盖内容"),
              new Kind.Many(Leaf.TEXT),
              "components",
              "What an rfc9421 signature covers, such as @method and content-digest.",
              "rfc9421 签名覆盖的内容，例如 @method、content-digest。"),
          text(
              Word.of("encoding", "编码"),
              "encoding",
              "How an hmac is written: hex, base64 or base64url.",
              "hmac 的写法：hex、base64 或 base64url。"),
          text(
              Word.of("header", "标头"),
              "header",
              "The header that carries an hmac, such as X-Hub-Signature-256.",
              "携带 hmac 的标头，例如 X-Hub-Signature-256。"),
          text(
              Word.of("prefix", "前缀"),
              "prefix",
              "What stands before an hmac, such as sha256= or t={timestamp},v1=.",
              "hmac 前面的文字，例如 sha256= 或 t={timestamp},v1=。"),
          text(
              Word.of("signed", "签名内容"),
              "signed",
              "What an hmac is made over, such as {timestamp}.{body}.",
              "hmac 的计算内容，例如 {timestamp}.{body}。"),
          text(
              Word.of("timestampHeader", "时间标头"),
              "timestampHeader",
              "A header that carries {timestamp}.",
              "携带 {timestamp} 的标头。"),
          text(
              Word.of("timestampUnit", "时间单位"),
              "timestampUnit",
              "What {timestamp} counts: seconds or milliseconds.",
              "{timestamp} 的单位：seconds 或 milliseconds。"),
          key(
              Word.of("secret", "密钥"),
              new Kind.One(Leaf.CREDENTIAL),
              "secret",
              "The secret of an hmac; made if there is none. May be a [PLACEHOLDER].",
              "hmac 的密钥，不写则自动生成。可以是 [占位符]。"),
          text(
              Word.of("secretEncoding", "密钥编码"),
              "secretEncoding",
              "What the secret's text is: text, hex or base64.",
              "密钥文字的编码：text、hex 或 base64。"));

  private SignatureKeys() {}

  private static Key text(Word word, String field, String about, String aboutChinese) {
    return key(word, new Kind.One(Leaf.TEXT), field, about, aboutChinese);
  }

  private static Key key(Word word, Kind kind, String field, String about, String aboutChinese) {
    return new Key(word, kind, Form.ENDPOINT, "/signing/" + field, about, aboutChinese);
  }
}
