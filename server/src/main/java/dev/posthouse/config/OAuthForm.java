package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Durations;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.oauth.Assertion;
import dev.posthouse.oauth.ClientProof;
import dev.posthouse.oauth.SigningKey;
import dev.posthouse.oauth.TokenSource;
import dev.posthouse.oauth.TokenSource.Grant;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// The JSON forms of [Auth.OAuth2] and [Auth.SelfIssued].
final class OAuthForm {
  static final String CLIENT_SECRET = "clientSecret";
  static final String REFRESH_TOKEN = "refreshToken";
  static final String PRIVATE_KEY = "privateKey";
  static final String TOKEN_URL = "tokenUrl";

  private static final Secret NONE = new Secret("");
  private static final URI NO_URL = URI.create("https://invalid.example/token");
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final int LONGEST_TEXT = 4_000;
  private static final int MOST_ENTRIES = 20;

  /// What the request for a token says by itself.
  private static final Set<String> OWN_PARAMETERS =
      Set.of("grant_type", "scope", "client_id", "code", "username");

  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("secret|passw|token|assertion|key", Pattern.CASE_INSENSITIVE);
  private static final Set<String> OWN_CLAIMS =
      Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

  private enum Kind {
    CLIENT_CREDENTIALS,
    REFRESH_TOKEN,
    JWT_BEARER
  }

  private enum Proof {
    NONE,
    BASIC,
    POST,
    PRIVATE_KEY_JWT
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "client_credentials",
          Kind.CLIENT_CREDENTIALS,
          "refresh_token",
          Kind.REFRESH_TOKEN,
          "jwt_bearer",
          Kind.JWT_BEARER);
  private static final Map<String, Proof> PROOFS =
      Map.of(
          "none",
          Proof.NONE,
          "basic",
          Proof.BASIC,
          "post",
          Proof.POST,
          "private_key_jwt",
          Proof.PRIVATE_KEY_JWT);

  private OAuthForm() {}

  static Auth oauth2(Fields fields) {
    URI url = fields.required(TOKEN_URL, NO_URL, OAuthForm::tokenUrl);
    Kind kind = fields.choice("grant", Kind.CLIENT_CREDENTIALS, KINDS);
    ClientProof client = client(fields, kind);
    Grant grant =
        switch (kind) {
          case CLIENT_CREDENTIALS -> {
            if (client instanceof ClientProof.None) {
              fields.flaw("", "client_credentials needs clientId and clientSecret, or privateKey");
            }
            yield new Grant.ClientCredentials();
          }
          case REFRESH_TOKEN ->
              new Grant.RefreshToken(fields.required(REFRESH_TOKEN, NONE, OAuthForm::secret));
          case JWT_BEARER -> new Grant.JwtBearer(bearer(fields, id(client), url));
        };
    return new Auth.OAuth2(
        new TokenSource(
            url,
            grant,
            client,
            fields.optional("scope", OAuthForm::text).orElse(""),
            parameters(fields),
            fields.optional("ca", TlsForm::authorities)));
  }

  static Auth selfIssued(Fields fields) {
    String issuer = fields.required("issuer", "", OAuthForm::filled);
    String audience = fields.required("audience", "", OAuthForm::filled);
    return new Auth.SelfIssued(assertion(fields, issuer, audience));
  }

  private static ClientProof client(Fields fields, Kind kind) {
    Proof proof = fields.optionalChoice("clientAuth", PROOFS).orElseGet(() -> usual(fields, kind));
    String id =
        proof == Proof.NONE
            ? fields.optional("clientId", OAuthForm::text).orElse("")
            : fields.required("clientId", "", OAuthForm::filled);
    return switch (proof) {
      case NONE -> new ClientProof.None(id);
      case BASIC -> new ClientProof.Basic(id, clientSecret(fields));
      case POST -> new ClientProof.Post(id, clientSecret(fields));
      case PRIVATE_KEY_JWT -> new ClientProof.PrivateKey(id, privateKey(fields), keyId(fields));
    };
  }

  private static Proof usual(Fields fields, Kind kind) {
    if (fields.whole().has(CLIENT_SECRET)) {
      return Proof.BASIC;
    }
    boolean key = fields.whole().has(PRIVATE_KEY) && kind != Kind.JWT_BEARER;
    return key ? Proof.PRIVATE_KEY_JWT : Proof.NONE;
  }

  private static Secret clientSecret(Fields fields) {
    return fields.required(CLIENT_SECRET, NONE, OAuthForm::secret);
  }

  private static Assertion bearer(Fields fields, String clientId, URI url) {
    String issuer = fields.optional("issuer", OAuthForm::filled).orElse(clientId);
    if (issuer.isEmpty()) {
      fields.flaw("issuer", "is missing; jwt_bearer needs it, or a clientId in its place");
    }
    String audience = fields.optional("audience", OAuthForm::filled).orElse(url.toString());
    return assertion(fields, issuer, audience);
  }

  private static Assertion assertion(Fields fields, String issuer, String audience) {
    return new Assertion(
        privateKey(fields),
        keyId(fields),
        issuer,
        fields.optional("subject", OAuthForm::text).orElse(""),
        audience,
        fields
            .optional(
                "lifetime", text -> RetryForm.within(text, SHORTEST, Assertion.LONGEST_LIFETIME))
            .orElse(Assertion.USUAL_LIFETIME),
        claims(fields));
  }

  private static Secret privateKey(Fields fields) {
    return fields.required(
        PRIVATE_KEY,
        NONE,
        pem -> {
          var _ = SigningKey.parse(new Secret(pem));
          return new Secret(pem);
        });
  }

  private static String keyId(Fields fields) {
    return fields.optional("keyId", OAuthForm::text).orElse("");
  }

  private static Map<String, String> claims(Fields fields) {
    Map<String, String> claims = entries(fields, "claims");
    claims.keySet().stream()
        .filter(OWN_CLAIMS::contains)
        .forEach(name -> fields.flaw("claims", "must not hold " + name + ", which is set by us"));
    return claims;
  }

  /// What is in them is shown, so no secret may be.
  private static Map<String, String> parameters(Fields fields) {
    Map<String, String> parameters = entries(fields, "parameters");
    parameters.keySet().stream()
        .filter(name -> OWN_PARAMETERS.contains(name) || SECRET_PARAMETER.matcher(name).find())
        .forEach(name -> fields.flaw("parameters", "must not hold " + name));
    return parameters;
  }

  private static Map<String, String> entries(Fields fields, String name) {
    Map<String, String> entries = fields.map(name);
    if (entries.size() > MOST_ENTRIES) {
      fields.flaw(name, "has " + entries.size() + " entries; at most " + MOST_ENTRIES);
    }
    if (entries.values().stream().anyMatch(value -> value.length() > LONGEST_TEXT)) {
      fields.flaw(name, "has an entry longer than " + LONGEST_TEXT + " characters");
    }
    return entries;
  }

  private static URI tokenUrl(String text) {
    URI url = TargetUrl.parse(text);
    if (!TokenSource.safe(url)) {
      throw new IllegalArgumentException(
          "must begin with https://, for secrets go there (http only for this machine)");
    }
    return url;
  }

  private static String text(String text) {
    if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "must not hold control characters, nor more than " + LONGEST_TEXT);
    }
    return text;
  }

  private static String filled(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return text(text);
  }

  private static Secret secret(String text) {
    return new Secret(filled(text));
  }

  private static String id(ClientProof client) {
    return switch (client) {
      case ClientProof.None none -> none.id();
      case ClientProof.Basic basic -> basic.id();
      case ClientProof.Post post -> post.id();
      case ClientProof.PrivateKey key -> key.id();
    };
  }

  static ObjectNode write(TokenSource source) {
    ObjectNode json = Json.object().put("type", "oauth2");
    json.put(TOKEN_URL, source.url().toString());
    write(json, source.client());
    switch (source.grant()) {
      case Grant.ClientCredentials c -> json.put("grant", "client_credentials");
      case Grant.RefreshToken r ->
          json.put("grant", "refresh_token").put(REFRESH_TOKEN, Secret.MASK);
      case Grant.JwtBearer bearer -> write(json.put("grant", "jwt_bearer"), bearer.assertion());
    }
    put(json, "scope", source.scope());
    put(json, "parameters", source.parameters());
    source.ca().ifPresent(ca -> json.put("ca", ca));
    return json;
  }

  static ObjectNode write(Assertion assertion) {
    return write(Json.object().put("type", "self_issued_jwt"), assertion);
  }

  private static ObjectNode write(ObjectNode json, Assertion assertion) {
    json.put(PRIVATE_KEY, Secret.MASK);
    put(json, "keyId", assertion.keyId());
    json.put("issuer", assertion.issuer());
    put(json, "subject", assertion.subject());
    json.put("audience", assertion.audience());
    json.put("lifetime", Durations.format(assertion.lifetime()));
    put(json, "claims", assertion.claims());
    return json;
  }

  private static void write(ObjectNode json, ClientProof client) {
    put(json, "clientId", id(client));
    switch (client) {
      case ClientProof.None none -> json.put("clientAuth", "none");
      case ClientProof.Basic basic ->
          json.put("clientAuth", "basic").put(CLIENT_SECRET, Secret.MASK);
      case ClientProof.Post post -> json.put("clientAuth", "post").put(CLIENT_SECRET, Secret.MASK);
      case ClientProof.PrivateKey key -> {
        json.put("clientAuth", "private_key_jwt").put(PRIVATE_KEY, Secret.MASK);
        put(json, "keyId", key.keyId());
      }
    }
  }

  private static void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void put(ObjectNode json, String name, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      ObjectNode object = json.putObject(name);
      entries.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> object.put(entry.getKey(), entry.getValue()));
    }
  }

  /// What is written as `***`, by its field.
  static Map<String, Secret> secrets(TokenSource source) {
    var secrets = new HashMap<String, Secret>();
    switch (source.client()) {
      case ClientProof.None none -> {}
      case ClientProof.Basic basic -> secrets.put(CLIENT_SECRET, basic.secret());
      case ClientProof.Post post -> secrets.put(CLIENT_SECRET, post.secret());
      case ClientProof.PrivateKey key -> secrets.put(PRIVATE_KEY, key.key());
    }
    switch (source.grant()) {
      case Grant.ClientCredentials c -> {}
      case Grant.RefreshToken r -> secrets.put(REFRESH_TOKEN, r.first());
      case Grant.JwtBearer bearer -> secrets.put(PRIVATE_KEY, bearer.assertion().privateKey());
    }
    return secrets;
  }
}
