package dev.posthouse.oauth;

import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import dev.posthouse.net.Trust;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Finds the keys of an issuer (OpenID Connect Discovery 1.0, section 4).
final class Discovery {
  private static final String WELL_KNOWN = ".well-known/openid-configuration";

  /// For each of the two requests.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Issuer issuer;
  private final Inquiries inquiries;

  Discovery(Issuer issuer, Inquiries inquiries) {
    this.issuer = issuer;
    this.inquiries = inquiries;
  }

  /// The key set, as JSON.
  ///
  /// @throws IOException in words for the log if it cannot be had
  String keys() throws IOException {
    String base = issuer.name().endsWith("/") ? issuer.name() : issuer.name() + "/";
    JsonNode document = json(URI.create(base + WELL_KNOWN));
    String name = document.path("issuer").asString("");
    if (!name.equals(issuer.name())) {
      throw new IOException(
          "its discovery document is that of \"" + shortened(name) + "\"; set --oidc-issuer to it");
    }
    return Json.text(json(keySet(document.path("jwks_uri").asString(""))));
  }

  private static URI keySet(String text) throws IOException {
    try {
      URI url = URI.create(text);
      if (Endpoints.safe(url)) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IOException("its discovery document has no https jwks_uri: " + shortened(text));
  }

  private JsonNode json(URI url) throws IOException {
    Trust trust = issuer.trust();
    Reply reply = inquiries.ask(new Inquiry("GET", url, List.of(), new byte[0], trust, TIMEOUT));
    if (reply.status() != 200) {
      throw new IOException(url + " answered " + reply.status());
    }
    try {
      return Json.parse(reply.body());
    } catch (Malformed e) {
      throw new IOException(url + " answered no JSON: " + e.problem(), e);
    }
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("[^ -~]", "?");
    return printable.substring(0, Math.min(printable.length(), 200));
  }
}
