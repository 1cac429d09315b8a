package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import dev.posthouse.store.Micros;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an endpoint's JSON form shows as `***`: its credentials by their place (`/auth/token`,
/// `/headers/x-token`, `/url`), and its signing keys.
record EndpointSecrets(Map<String, Secret> texts, List<Signing.Key> keys) {
  static final EndpointSecrets NONE = new EndpointSecrets(Map.of(), List.of());
  private static final List<String> AUTH_FIELDS =
      List.of(
          "value",
          "password",
          "token",
          OAuthForm.CLIENT_SECRET,
          OAuthForm.REFRESH_TOKEN,
          OAuthForm.PRIVATE_KEY);

  /// Where the others go: they are not sent anywhere else.
  private static final String TOKEN_URL = "/auth/" + OAuthForm.TOKEN_URL;

  private static final String URL = "/url";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final String CLIENT_KEY = "/tls/" + TlsForm.KEY;
  private static final String SIGNING = "/signing/secret";
  private static final String NOTHING_STORED =
      "*** stands for no secret here: none is stored, or it is for another host; write it out";

  EndpointSecrets {
    texts = Map.copyOf(texts);
    keys = List.copyOf(keys);
  }

  static EndpointSecrets of(Endpoint endpoint) {
    var texts = new HashMap<String, Secret>();
    switch (endpoint.auth()) {
      case Auth.None none -> {}
      case Auth.ApiKey a -> texts.put("/auth/value", a.value());
      case Auth.Basic b -> texts.put("/auth/password", b.password());
      case Auth.Bearer b -> texts.put("/auth/token", b.token());
      case Auth.OAuth2 o -> {
        OAuthForm.secrets(o.source())
            .forEach((field, secret) -> texts.put("/auth/" + field, secret));
        texts.put(TOKEN_URL, new Secret(o.source().url().toString()));
      }
      case Auth.SelfIssued s ->
          texts.put("/auth/" + OAuthForm.PRIVATE_KEY, s.assertion().privateKey());
    }
    endpoint.tls().client().ifPresent(client -> texts.put(CLIENT_KEY, client.key()));
    if (UrlMask.masked(endpoint.url())) {
      texts.put(URL, new Secret(endpoint.url().toString()));
    }
    for (Header header : endpoint.headers()) {
      if (HeaderRules.sensitive(header.name())) {
        texts.put(place(header.name()), new Secret(header.value()));
      }
    }
    return new EndpointSecrets(texts, endpoint.signing().keys());
  }

  /// What may be sent to `url`: credentials are for the host that they were stored with, or whoever
  /// may move an endpoint could read what nobody is shown.
  EndpointSecrets sentTo(String url, URI before) {
    if (sameHost(url, before)) {
      return this;
    }
    var others = new HashMap<>(texts);
    others.keySet().removeIf(at -> at.startsWith("/auth/") || at.startsWith("/headers/"));
    return new EndpointSecrets(others, keys);
  }

  /// What is no URL is told as such.
  private static boolean sameHost(String url, URI before) {
    URI after;
    try {
      after = TargetUrl.parse(url);
    } catch (IllegalArgumentException e) {
      return true;
    }
    boolean safer = before.getScheme().equalsIgnoreCase("http") && isHttps(after);
    int port = safer && before.getPort() < 0 ? HTTPS : port(before);
    return before.getHost().equalsIgnoreCase(after.getHost())
        && (safer || isHttps(before) == isHttps(after))
        && port == port(after);
  }

  private static boolean isHttps(URI url) {
    return url.getScheme().equalsIgnoreCase("https");
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isHttps(url) ? HTTPS : HTTP;
  }

  /// The document with its `***` replaced by what is known.
  ///
  /// @throws Invalid where nothing is known
  ObjectNode fill(ObjectNode masked) {
    ObjectNode filled = masked.deepCopy();
    var flaws = new ArrayList<Flaw>();
    if (filled.path("auth") instanceof ObjectNode auth) {
      boolean elsewhere = elsewhere(auth.path(OAuthForm.TOKEN_URL).asString(""));
      var known = elsewhere ? NONE : this;
      AUTH_FIELDS.forEach(field -> known.fill(auth, field, "/auth/" + field, flaws));
    }
    if (filled.path("headers") instanceof ObjectNode headers) {
      List.copyOf(headers.propertyNames()).stream()
          .filter(HeaderRules::sensitive)
          .forEach(name -> fill(headers, name, place(name), flaws));
    }
    if (filled.path("tls") instanceof ObjectNode tls) {
      fill(tls, TlsForm.KEY, CLIENT_KEY, flaws);
    }
    fillUrl(filled, flaws);
    if (keys.isEmpty() && filled.at(SIGNING).asString("").equals(Secret.MASK)) {
      flaws.add(new Flaw(SIGNING, NOTHING_STORED));
    }
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
    return filled;
  }

  private boolean elsewhere(String tokenUrl) {
    Secret known = texts.get(TOKEN_URL);
    return !tokenUrl.equals(known == null ? "" : known.reveal());
  }

  private void fill(ObjectNode object, String field, String place, List<Flaw> flaws) {
    JsonNode value = object.path(field);
    if (!value.isString() || !value.stringValue().equals(Secret.MASK)) {
      return;
    }
    Secret known = texts.get(place);
    if (known == null) {
      flaws.add(new Flaw(place, NOTHING_STORED));
    } else {
      object.put(field, known.reveal());
    }
  }

  /// A masked URL stands for the stored one as a whole only: its secret is not sent elsewhere.
  private void fillUrl(ObjectNode filled, List<Flaw> flaws) {
    String url = filled.path("url").asString("");
    Secret known = texts.get(URL);
    if (known != null && url.equals(UrlMask.mask(URI.create(known.reveal())))) {
      filled.put("url", known.reveal());
    } else if (UrlMask.isMask(url)) {
      flaws.add(new Flaw(URL, "no stored URL is this one but for its ***; write it out"));
    }
  }

  private static String place(String header) {
    return "/headers/" + header.toLowerCase(Locale.ROOT);
  }

  /// The text that is encrypted and stored.
  String serialise() {
    ObjectNode json = Json.object();
    ObjectNode credentials = json.putObject("texts");
    texts.forEach((place, secret) -> credentials.put(place, secret.reveal()));
    var list = json.putArray("keys");
    for (Signing.Key key : keys) {
      ObjectNode item = list.addObject().put("secret", key.secret().reveal());
      if (!key.until().equals(Instant.MAX)) {
        item.put("until", Micros.of(key.until()));
      }
    }
    return Json.text(json);
  }

  static EndpointSecrets parse(String text) {
    JsonNode json = Json.parse(text.getBytes(UTF_8));
    var texts = new HashMap<String, Secret>();
    json.path("texts")
        .properties()
        .forEach(e -> texts.put(e.getKey(), new Secret(e.getValue().stringValue())));
    var keys = new ArrayList<Signing.Key>();
    for (JsonNode item : json.path("keys")) {
      JsonNode until = item.path("until");
      keys.add(
          new Signing.Key(
              new Secret(item.path("secret").stringValue()),
              until.isMissingNode() ? Instant.MAX : Micros.instant(until.longValue())));
    }
    return new EndpointSecrets(texts, keys);
  }
}
