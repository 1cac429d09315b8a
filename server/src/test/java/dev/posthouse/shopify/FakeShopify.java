package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shopify, as far as an app meets it: shops that ask for consent, give tokens, keep webhook
/// subscriptions and sign what they send. The vendor's own library judges it.
public final class FakeShopify implements Inquiries {
  public static final String CLIENT = "app-client-id";
  public static final String SECRET = "shpss_0123456789abcdef";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private final InstantSource clock;
  private final Map<String, FakeStore> stores = new HashMap<>();
  private int given;

  /// What every request is answered with; absent: what it asks for.
  Reply instead = new Reply(0, new byte[0]);

  public FakeShopify(InstantSource clock) {
    this.clock = clock;
  }

  /// The form of an app that it knows.
  public static String app(String name, String source) {
    return """
    {"name":"%s","clientId":"%s","clientSecrets":["%s"],"scopes":["read_orders"],
    "topics":[{"topic":"orders/updated"}],"source":"%s","url":"https://hooks.example.com"}
    """
        .formatted(name, CLIENT, SECRET, source);
  }

  FakeStore store(String domain) {
    return stores.computeIfAbsent(domain, none -> new FakeStore(clock));
  }

  /// All that nobody else may learn: the app's secret, and what was given for it.
  public synchronized Set<String> secrets() {
    return Stream.concat(Stream.of(SECRET), stores.values().stream().flatMap(FakeStore::secrets))
        .collect(Collectors.toSet());
  }

  /// How often it was asked.
  int asked;

  private volatile Silence silence = new Silence(new CountDownLatch(0), new CountDownLatch(0));

  /// Its API answers nothing until that is over.
  public record Silence(CountDownLatch asked, CountDownLatch over) {}

  /// @return what begins now
  public Silence fallSilent() {
    silence = new Silence(new CountDownLatch(1), new CountDownLatch(1));
    return silence;
  }

  @Override
  public synchronized Reply ask(Inquiry inquiry) throws IOException {
    asked++;
    String token =
        inquiry.headers().stream()
            .filter(header -> header.name().equals("X-Shopify-Access-Token"))
            .map(header -> header.value())
            .findFirst()
            .orElse("");
    if (!"https".equals(inquiry.url().getScheme()) || !"POST".equals(inquiry.method())) {
      throw new IOException("only POST over TLS is taken");
    }
    return answer(inquiry.url().getHost(), inquiry.url().getPath(), token, inquiry.body());
  }

  synchronized Reply answer(String host, String path, String token, byte[] body) {
    if (instead.status() != 0) {
      return instead;
    }
    JsonNode json = JsonMapper.shared().readTree(body);
    if (path.equals("/admin/oauth/access_token")) {
      return token(store(host), json);
    } else if (!path.matches("/admin/api/20\\d\\d-(01|04|07|10)/graphql\\.json")) {
      return reply(404, error("Not Found"));
    }
    silence.asked().countDown();
    try {
      silence.over().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while silent", e);
    }
    if (!store(host).takes(token)) {
      return reply(
          401,
          error("[API] Invalid API key or access token (unrecognized login or wrong password)"));
    }
    return reply(200, store(host).graphQl(json));
  }

  private Reply token(FakeStore store, JsonNode asks) {
    boolean known =
        asks.path("client_id").asString("").equals(CLIENT)
            && asks.path("client_secret").asString("").equals(SECRET);
    String refresh = asks.path("refresh_token").asString("");
    String old = refresh.isEmpty() ? "" : store.refreshTokens.remove(refresh);
    boolean may =
        refresh.isEmpty() ? store.codes.remove(asks.path("code").asString("")) : old != null;
    if (!known || !may) {
      return reply(400, object().put("error", known ? "invalid_grant" : "invalid_client"));
    }
    boolean ends = !refresh.isEmpty() || asks.path("expiring").asString("0").equals("1");
    String access = "shpat_" + ++given;
    store.tokens.remove(String.valueOf(old));
    store.tokens.put(access, ends ? clock.instant().plus(HOUR) : NEVER);
    ObjectNode answer =
        object().put("access_token", access).put("scope", "write_products,read_orders");
    if (ends) {
      store.refreshTokens.put("shprt_" + given, access);
      answer.put("expires_in", HOUR.toSeconds());
      answer.put("refresh_token", "shprt_" + given).put("refresh_token_expires_in", 7_776_000);
    }
    return reply(200, answer);
  }

  /// A merchant gives the consent that this address asks for.
  ///
  /// @return where Shopify sends the browser
  public synchronized String consent(String authorize) {
    URI url = URI.create(authorize);
    Map<String, String> asks = new HashMap<>();
    for (String pair : url.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      asks.put(decoded(parts[0]), decoded(parts[1]));
    }
    if (!url.getPath().equals("/admin/oauth/authorize") || !CLIENT.equals(asks.get("client_id"))) {
      throw new IllegalArgumentException("Oauth error invalid_request: " + authorize);
    }
    String code = "code" + ++given;
    store(url.getHost()).codes.add(code);
    var query = new TreeMap<String, String>();
    query.put("code", code);
    query.put(
        "host",
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString((url.getHost() + "/admin").getBytes(UTF_8)));
    query.put("shop", url.getHost());
    query.put("state", String.valueOf(asks.get("state")));
    query.put("timestamp", Long.toString(clock.instant().getEpochSecond()));
    return asks.get("redirect_uri") + "?" + signed(query);
  }

  /// With `hmac`.
  static String signed(Map<String, String> parameters) {
    String query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
                .collect(Collectors.joining("&"));
    return query + "&hmac=" + HexFormat.of().formatHex(hmac(query));
  }

  /// The headers of a webhook.
  public Map<String, String> webhook(String domain, String topic, String id, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("X-Shopify-Topic", topic);
    headers.put("X-Shopify-Shop-Domain", domain);
    headers.put("X-Shopify-API-Version", "2026-07");
    headers.put("X-Shopify-Webhook-Id", id);
    headers.put("X-Shopify-Event-Id", "event-of-" + id);
    headers.put("X-Shopify-Triggered-At", clock.instant().toString());
    headers.put("X-Shopify-Hmac-Sha256", Base64.getEncoder().encodeToString(hmac(body)));
    return headers;
  }

  /// A merchant removes the app: its tokens and subscriptions are gone at once.
  public synchronized void uninstall(String domain) {
    stores.remove(domain);
  }

  private static byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static ObjectNode error(String text) {
    return object().put("errors", text);
  }

  private static Reply reply(int status, ObjectNode body) {
    return new Reply(status, body.toString().getBytes(UTF_8));
  }
}
