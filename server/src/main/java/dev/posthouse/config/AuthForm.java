package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Auth]. Secrets are written as `***`.
final class AuthForm {
  private static final Secret NO_SECRET = new Secret("");
  private static final Map<String, Function<Fields, Auth>> TYPES =
      Map.of(
          "api_key", AuthForm::apiKey,
          "basic", AuthForm::basic,
          "bearer", AuthForm::bearer,
          "oauth2", OAuthForm::oauth2,
          "self_issued_jwt", OAuthForm::selfIssued,
          "none", fields -> new Auth.None());

  private AuthForm() {}

  static Auth read(Fields fields) {
    if (!fields.has("type")) {
      fields.flaw(
          "type", "is missing; write api_key, basic, bearer, oauth2, self_issued_jwt or none");
    }
    Optional<Function<Fields, Auth>> reader = fields.optionalChoice("type", TYPES);
    if (reader.isEmpty()) {
      fields.ignore("header", "value", "username", "password", "token");
      fields.ignore("tokenUrl", "grant", "clientId", "clientSecret", "clientAuth", "refreshToken");
      fields.ignore("scope", "parameters", "privateKey", "keyId", "issuer", "subject", "audience");
      fields.ignore("lifetime", "claims", "ca");
    }
    return reader.map(r -> r.apply(fields)).orElse(new Auth.None());
  }

  private static Auth apiKey(Fields fields) {
    String header = fields.required("header", "X-API-Key", HeaderRules::name);
    return new Auth.ApiKey(header, fields.required("value", NO_SECRET, AuthForm::inHeader));
  }

  private static Auth basic(Fields fields) {
    String username = fields.required("username", "", AuthForm::username);
    return new Auth.Basic(username, fields.required("password", NO_SECRET, AuthForm::password));
  }

  private static Auth bearer(Fields fields) {
    return new Auth.Bearer(fields.required("token", NO_SECRET, AuthForm::inHeader));
  }

  private static Secret inHeader(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return new Secret(HeaderRules.value(value));
  }

  /// RFC 7617, 2: a user name holds no colon, neither holds control characters.
  private static String username(String name) {
    if (name.indexOf(':') >= 0 || hasControl(name)) {
      throw new IllegalArgumentException("must not hold a colon or control characters");
    }
    return name;
  }

  private static Secret password(String password) {
    if (hasControl(password) || password.length() > HeaderRules.MOST_VALUE) {
      throw new IllegalArgumentException(
          "must not hold control characters, nor more than " + HeaderRules.MOST_VALUE);
    }
    return new Secret(password);
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  static ObjectNode write(Auth auth) {
    ObjectNode json = Json.object();
    return switch (auth) {
      case Auth.None n -> json.put("type", "none");
      case Auth.ApiKey a ->
          json.put("type", "api_key").put("header", a.header()).put("value", Secret.MASK);
      case Auth.Basic b ->
          json.put("type", "basic").put("username", b.username()).put("password", Secret.MASK);
      case Auth.Bearer b -> json.put("type", "bearer").put("token", Secret.MASK);
      case Auth.OAuth2 o -> OAuthForm.write(o.source());
      case Auth.SelfIssued s -> OAuthForm.write(s.assertion());
    };
  }
}
