package dev.posthouse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.deliver.Request;
import dev.posthouse.deliver.Sent;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.testing.Databases;
import dev.posthouse.web.RefusalCounts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole run with every kind of secret there is, after which none of them is found in any answer,
/// log line, metric, history, document or byte of the database, in any form. What is a secret, and
/// in which forms it is given, is read from the API's document (`x-secret`): a new one takes part
/// by standing there. So does a new route: all that can be read is read.
@Timeout(120)
class SecretsNowhereTest {
  /// What these answers show once is their purpose.
  private static final List<String> SHOWN =
      List.of("signingSecret", "secret", "previewSecret", "previewPublicKey");

  @TempDir Path folder;
  private final ApiDocument document = new ApiDocument();
  private final Map<String, String> seen = new LinkedHashMap<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Canaries canaries = new Canaries(requests);
  private final Set<String> secrets = canaries.all;
  private final Set<String> given = new LinkedHashSet<>();
  private LiveHouse house;
  private Overheard log;

  @BeforeEach
  void open() throws Exception {
    log = Overheard.listen();
    house = new LiveHouse(Databases.Kind.SQLITE, folder, Optional.of(this::receive));
    house.inquiries = canaries;
    secrets.add(LiveHouse.ADMIN);
  }

  @AfterEach
  void close() {
    house.close();
    log.close();
  }

  private Sent receive(Request request) {
    requests.add(request.url() + " " + request.headers());
    boolean fails = request.url().getPath().contains("fails");
    var outcome =
        fails
            ? new Outcome.Unreachable("no answer: connection refused")
            : new Outcome.Answered(
                401, List.of(new Header("www-authenticate", "Bearer")), new byte[0], 0);
    return new Sent(outcome, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  private String secret(String what) {
    return canaries.make(what);
  }

  @Test
  void no_secret_is_found_anywhere_in_any_form() throws Exception {
    List<String> endpoints = endpoints();
    subscribeAndPublish(endpoints);
    key();
    for (String endpoint : endpoints) {
      ask("POST /v1/endpoints/{id}/rotate-secret", endpoint, "");
      ask("POST /v1/endpoints/{id}/test", endpoint, "");
    }
    keepWhatSigns();
    preview(endpoints.getFirst());
    documents();
    mistakes(endpoints.getFirst());
    new Strangers(house, this::secret).come();
    secrets.addAll(new Merchants(house).install());
    ask("POST /v1/replays", "", "{\"since\":\"2020-01-01T00:00:00Z\"}");
    ask(Ask.of("DELETE /v1/events").query("?subject=nobody"));
    ask("POST /v1/secret-key/rotate", "", "");
    readEverything();
    ask("DELETE /v1/endpoints/{id}", endpoints.getLast(), "");
    keepTheRest();

    assertThat(given).containsAll(document.secrets("NewEndpoint"));
    assertThat(requests).hasSizeGreaterThan(endpoints.size());
    assertNowhere();
  }

  /// Guards the guard: what is sent carries them.
  @Test
  void what_is_looked_for_is_there_to_be_found() throws Exception {
    var _ = endpoints();
    for (String endpoint : ids("GET /v1/endpoints")) {
      ask("POST /v1/endpoints/{id}/test", endpoint, "");
    }
    String sent = String.join("\n", requests);

    assertThat(secrets.stream().filter(s -> SecretForms.of(s).stream().anyMatch(sent::contains)))
        .hasSizeGreaterThan(4);
    assertThat(SecretForms.of("Aladdin:open sesame"))
        .contains("QWxhZGRpbjpvcGVuIHNlc2Ft", "Aladdin%3Aopen+sesame", "Aladdin%3aopen+sesame");
  }

  /// One for each variant of each part of an endpoint that holds secrets.
  private List<String> endpoints() throws Exception {
    var forms = new ArrayList<ObjectNode>();
    for (ObjectNode form : document.secretForms("NewEndpoint")) {
      given.addAll(ClientKeys.put(form, folder, secrets));
      forms.add(filled(form, ""));
    }
    ObjectNode plain = JsonMapper.shared().createObjectNode();
    plain.put("url", "https://shop.example/fails?access_token=" + SecretForms.inUrl(secret("p")));
    plain.putObject("headers").put("X-Session-Token", secret("header"));
    forms.add(plain);
    ObjectNode room = JsonMapper.shared().createObjectNode();
    room.put("url", "https://hooks.slack.com/services/" + SecretForms.inUrl(secret("path")));
    forms.add(room);
    for (String signing :
        List.of(
            "{\"scheme\":\"v1a\"}",
            "{\"scheme\":\"rfc9421\"}",
            "{\"scheme\":\"rfc9421\",\"algorithm\":\"hmac-sha256\"}",
            "{\"scheme\":\"hmac\",\"header\":\"X-Sum\"}")) {
      ObjectNode form = JsonMapper.shared().createObjectNode();
      form.set("signing", JsonMapper.shared().readTree(signing));
      forms.add(form);
    }
    var ids = new ArrayList<String>();
    for (ObjectNode form : forms) {
      form.put("name", "endpoint " + ids.size());
      if (!form.has("url")) {
        form.put("url", "https://shop.example/hook");
      }
      JsonNode made = ask("POST /v1/endpoints", "", form.toString());
      assertThat(made.has("id")).as(form + " → " + made).isTrue();
      ids.add(made.path("id").stringValue());
    }
    return ids;
  }

  @Test
  void what_sounds_like_a_secret_is_marked_as_one() {
    assertThat(document.unmarkedSecrets("NewEndpoint")).isEmpty();
  }

  /// The form with a secret of its own wherever the document says that one stands.
  private ObjectNode filled(ObjectNode form, String at) {
    for (String name : List.copyOf(form.propertyNames())) {
      JsonNode value = form.get(name);
      String pointer = at + "/" + name;
      if (value instanceof ObjectNode object) {
        filled(object, pointer);
      } else if (value.isString() && value.stringValue().equals(ApiDocument.SECRET)) {
        form.put(name, secret(pointer));
        given.add(pointer);
      }
    }
    if (form.path("type").asString("").equals("basic")) {
      secrets.add(form.path("username").asString() + ":" + form.path("password").asString());
    }
    return form;
  }

  private void subscribeAndPublish(List<String> endpoints) throws Exception {
    for (String endpoint : endpoints) {
      ask(
          "POST /v1/subscriptions",
          "",
          "{\"name\":\"s %s\",\"endpoint\":\"%s\",\"types\":[\"order.*\"]}"
              .formatted(endpoint, endpoint));
    }
    ask("POST /v1/events", "", "{\"type\":\"order.created\",\"data\":{\"total\":1}}");
    until(() -> ids("GET /v1/deliveries").size() == endpoints.size());
    until(() -> requests.size() >= endpoints.size());
    for (String delivery : ids("GET /v1/deliveries")) {
      ask("POST /v1/deliveries/{id}/retry", delivery, "");
    }
    ask("POST /v1/events/{id}/replay", ids("GET /v1/events").getFirst(), "");
  }

  private void key() throws Exception {
    var response =
        house.response(
            Ask.of("POST /v1/keys").body("{\"name\":\"shop\",\"roles\":[\"publish\",\"read\"]}"));
    String key = JsonMapper.shared().readTree(response.body()).path("secret").stringValue();
    secrets.add(key);
    ask(Ask.of("GET /v1/events").key(key));
    ask(Ask.of("GET /v1/keys").key(key));
    ask(Ask.of("GET /v1/events").key(secret("wrong key")));
  }

  /// All keys that sign, old ones included, and those that encrypt.
  private void keepWhatSigns() throws IOException {
    for (Endpoint endpoint : house.app.catalogue.current().endpoints().values()) {
      for (Signing.Key key : endpoint.signing().keys()) {
        secrets.add(key.secret().reveal());
      }
      seen.put(endpoint.id() + " printed", endpoint + " " + endpoint.signing() + endpoint.auth());
    }
    Files.readAllLines(folder.resolve("secret.key")).forEach(secrets::add);
  }

  private void preview(String endpoint) throws Exception {
    ask(
        "POST /v1/subscriptions/preview",
        "",
        "{\"endpoint\":\"%s\",\"types\":[\"order.*\"]}".formatted(endpoint));
  }

  private void documents() throws Exception {
    for (String language : List.of("en", "zh-CN")) {
      ask(Ask.of("GET /v1/config").query("?language=" + language));
    }
    String good =
        """
        webhooks:
          - {name: d, url: "https://d.example/", auth: {type: bearer, token: "[T]"}, events: [a.b]}
        """;
    String request =
        JsonMapper.shared()
            .createObjectNode()
            .put("document", good)
            .set("values", JsonMapper.shared().createObjectNode().put("T", secret("value")))
            .toString();
    ask(Ask.of("PUT /v1/config").query("?dryRun=true").body(request));
    ask(Ask.of("PUT /v1/config").body(request));
    ask(Ask.of("PUT /v1/config").body(request.replace("events", "evnts")));
    ask(Ask.of("PUT /v1/config").body(request.replace("token", "value")));
  }

  /// Requests that are refused are answered without what they held.
  private void mistakes(String endpoint) throws Exception {
    for (ObjectNode form : document.secretForms("NewEndpoint")) {
      String body = filled(form, "").put("name", "m").put("url", "https://m.example/").toString();
      ask("POST /v1/endpoints", "", body.replace("\"name\"", "\"nmae\""));
      ask("POST /v1/endpoints", "", body.replace("https:", "gopher:"));
      ask("POST /v1/endpoints", "", body.substring(1));
      ask("POST /v1/endpoints", "", body.replace("Cnry", "Cn\\nry"));
      ask("POST /v1/endpoints", "", body.replace("\"type\":\"", "\"type\":\"x"));
      ask("PATCH /v1/endpoints/{id}", endpoint, body + "}");
      ask("PUT /v1/endpoints/{id}", endpoint, body.replace("\"m\"", "\"endpoint 1\""));
    }
    String secretUrl = "//shop.example/?access_token=" + SecretForms.inUrl(secret("url"));
    for (String scheme : List.of("gopher:", "https:/", "", "https://a b")) {
      ask("POST /v1/endpoints", "", "{\"name\":\"u\",\"url\":\"" + scheme + secretUrl + "\"}");
    }
    ask(Ask.of("GET /v1/events").query("?token=" + SecretForms.inUrl(secret("query"))));
  }

  /// Everything that can be read, of everything there is.
  private void readEverything() throws Exception {
    for (String address : document.addresses()) {
      if (address.startsWith("GET ")) {
        for (String id : idsFor(address.substring(4))) {
          ask(Ask.of(address).id(id).query(briefly(address)));
        }
      }
    }
  }

  /// A stream would have no end.
  private static String briefly(String address) {
    return address.endsWith("/stream") ? "?for=1ms" : "";
  }

  private List<String> idsFor(String path) throws Exception {
    if (!path.contains("{")) {
      return List.of("");
    }
    List<String> ids =
        switch (path.substring(0, path.indexOf("/{"))) {
          case "/v1/event-types" -> List.of("sales_order.created");
          case "/shopify" -> ids("GET /v1/shopify-apps");
          case String list -> ids("GET " + list);
        };
    assertThat(ids).as("something to read at " + path).isNotEmpty();
    return ids;
  }

  private List<String> ids(String list) throws Exception {
    return house
        .ask(200, Ask.of(list).query("?limit=500"))
        .path("items")
        .valueStream()
        .map(item -> item.path("id").stringValue())
        .toList();
  }

  private void keepTheRest() throws IOException {
    seen.put("log", log.text());
    seen.put("metrics", new Metrics(house.app, new RefusalCounts()).text());
    seen.put("configuration", house.app.catalogue.current().toString());
    Files.readAllLines(folder.resolve("secret.key")).forEach(secrets::add);
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        seen.put("file " + file.getFileName(), new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
  }

  private void assertNowhere() {
    var found = new ArrayList<String>();
    for (String secret : secrets) {
      for (String form : SecretForms.of(secret)) {
        seen.forEach((where, text) -> {
          int at = text.indexOf(form);
          if (at >= 0) {
            int from = Math.max(0, at - 60);
            found.add(
                where
                    + ": …"
                    + text.substring(from, Math.min(text.length(), at + form.length() + 20)));
          }
        });
      }
    }
    assertThat(found).isEmpty();
    assertThat(seen).hasSizeGreaterThan(60);
  }

  private JsonNode ask(String route, String id, String body) throws Exception {
    return ask(Ask.of(route).id(id).body(body));
  }

  /// Asks, and keeps the answer but for what it is there to show.
  private JsonNode ask(Ask ask) throws Exception {
    HttpResponse<String> response = house.response(ask);
    String where = seen.size() + " " + ask.route() + " " + response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    JsonNode answer =
        type.endsWith("json") && !type.endsWith("ndjson")
            ? JsonMapper.shared().readTree(response.body())
            : JsonMapper.shared().createObjectNode();
    boolean shows = !ask.route().startsWith("GET ") && response.statusCode() < 300;
    if (shows && answer instanceof ObjectNode object) {
      object.findValues("signingSecret").forEach(value -> secrets.add(value.stringValue()));
      seen.put(where, response.headers() + without(object.deepCopy()).toString());
    } else {
      seen.put(where, response.headers() + response.body());
    }
    return answer;
  }

  private static ObjectNode without(ObjectNode object) {
    SHOWN.forEach(object::remove);
    object.findParents("signingSecret").forEach(parent -> ((ObjectNode) parent).remove(SHOWN));
    return object;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      house.tick();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
