package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.ApiOperations.Operation;
import dev.posthouse.ApiOperations.Parameter;
import dev.posthouse.access.Role;
import dev.posthouse.event.TenantId;
import dev.posthouse.shopify.FakeShopify;
import dev.posthouse.shopify.Merchant;
import dev.posthouse.testing.Databases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every operation of the OpenAPI document is tried without a key, with each role, and with the ids
/// of another tenant. An operation that is added is tried as well: it must say whom it is for, and
/// what it needs (a body, a kind of id) must be known here.
@Timeout(300)
class IsolationTest {
  private static final String WEST = "west";
  private static final String EAST = "east";

  /// What an admin key may read and change of any tenant, whatever `Posthouse-Tenant` says, and
  /// what browsers of merchants do, who have no key of any tenant.
  private static final Set<String> ANY_TENANT =
      Set.of("deleteTenant", "beginShopifyInstallation", "finishShopifyInstallation");

  @TempDir Path folder;
  private final List<Operation> operations = new ApiOperations().all();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, String> west = new HashMap<>();
  private LiveHouse house;
  private String westKey = "";
  private String eastKey = "";
  private TenantId east = new TenantId(0);

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
    TenantId theWest = tenant(WEST);
    east = tenant(EAST);
    westKey = house.key(theWest, EnumSet.allOf(Role.class)).secret().reveal();
    eastKey = house.key(east, EnumSet.allOf(Role.class)).secret().reveal();
    west.put("TenantId", theWest.toString());
    west.put("EventTypeName", "west.only");
    west.put("EndpointId", made("createEndpoint", Bodies.ENDPOINT));
    west.put("SubscriptionId", made("createSubscription", body("replaceSubscription")));
    made("createEventType", Bodies.TYPE);
    west.put("SourceId", made("createSource", Bodies.SOURCE));
    west.put(
        "ShopifyAppId",
        made("createShopifyApp", body("createShopifyApp").replace("another", Bodies.MARK)));
    west.put("ShopId", shop());
    west.put("EventId", made("publishEvent", Bodies.EVENT));
    west.put("DeliveryId", newest("/v1/deliveries"));
    west.put("AttemptId", newest("/v1/attempts"));
    west.put("JobId", made("createReplay", body("createReplay")));
    var nobody = send(named("eraseEvents"), westKey, "", "?subject=west-nobody", "");
    west.put("ErasureId", JsonMapper.shared().readTree(nobody.body()).path("id").asString(""));
    west.put("KeyId", id(send(named("createKey"), LiveHouse.ADMIN, WEST, "", Bodies.KEY)));
  }

  @AfterEach
  void close() {
    client.close();
    house.close();
  }

  @Test
  void without_a_key_nothing_is_answered_but_401() throws Exception {
    for (Operation operation : operations) {
      if (!operation.open()) {
        for (String key : List.of("", "phk_wrong", westKey.substring(1), "a.b.c")) {
          assertThat(status(operation, key, "")).as("%s with <%s>", operation, key).isEqualTo(401);
        }
      }
    }
    untouched();
  }

  @Test
  void with_a_role_that_it_lacks_a_key_gets_403_and_with_the_one_it_has_none() throws Exception {
    for (Role role : Role.values()) {
      String key = house.key(east, EnumSet.of(role)).secret().reveal();
      String others = house.key(east, EnumSet.complementOf(EnumSet.of(role))).secret().reveal();
      for (Operation operation : closed()) {
        var as = "%s with %s".formatted(operation, role);
        if (operation.need().equals(role.word())) {
          assertThat(status(operation, key, "")).as(as).isNotIn(401, 403);
          assertThat(status(operation, others, "")).as(as + "'s others").isEqualTo(403);
        } else {
          assertThat(status(operation, key, "")).as(as).isEqualTo(403);
        }
      }
    }
    untouched();
  }

  private List<Operation> closed() {
    return operations.stream().filter(operation -> !operation.open()).toList();
  }

  @Test
  void what_another_tenant_has_is_404_whatever_is_asked() throws Exception {
    int tried = 0;
    for (Operation operation : operations) {
      boolean foreign = operation.inPath().isPresent() && !ANY_TENANT.contains(operation.name());
      if (foreign) {
        String key = operation.admin() ? LiveHouse.ADMIN : eastKey;
        String tenant = operation.admin() ? EAST : "";
        assertThat(status(operation, key, tenant)).as("%s", operation).isEqualTo(404);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(20);
    untouched();
    theirOwnersFindThem();
  }

  /// Else a 404 would prove nothing.
  private void theirOwnersFindThem() throws Exception {
    var theirs =
        operations.stream()
            .filter(operation -> operation.inPath().isPresent())
            .filter(operation -> !ANY_TENANT.contains(operation.name()))
            .sorted(
                Comparator.comparing((Operation o) -> o.method().equals("DELETE"))
                    .thenComparing(o -> o.path().startsWith("/v1/endpoints")))
            .toList();
    for (Operation operation : theirs) {
      int status =
          status(
              operation,
              operation.admin() ? LiveHouse.ADMIN : westKey,
              operation.admin() ? WEST : "");
      assertThat(status).as("%s of their own", operation).isNotIn(401, 403, 404, 422);
    }
  }

  @Test
  void another_tenant_cannot_be_named_in_the_header() throws Exception {
    for (Operation operation : operations) {
      if (!operation.open()) {
        for (String tenant :
            List.of(WEST, Optional.ofNullable(west.get("TenantId")).orElseThrow())) {
          assertThat(status(operation, eastKey, tenant)).as("%s", operation).isEqualTo(404);
        }
      }
    }
    untouched();
  }

  @Test
  void no_list_shows_what_belongs_to_another_tenant() throws Exception {
    for (Operation operation : closed()) {
      if (operation.method().equals("GET") && !operation.name().equals("listTenants")) {
        String key = operation.admin() ? LiveHouse.ADMIN : eastKey;
        String tenant = operation.admin() ? EAST : "";
        for (String query : queries(operation)) {
          var answer = send(operation, key, tenant, query, "");
          assertThat(answer.body()).as("%s%s", operation, query).doesNotContain(marks());
        }
      }
    }
  }

  /// As it is, and narrowed to each thing of the west that it can be narrowed to.
  private List<String> queries(Operation operation) {
    var queries = new ArrayList<String>(List.of(""));
    for (Parameter parameter : operation.ids()) {
      if (parameter.place().equals("query")) {
        queries.add("?" + parameter.name() + "=" + theirs(parameter));
      }
    }
    return queries;
  }

  private List<String> marks() {
    var marks = new ArrayList<>(west.values());
    marks.add(Bodies.MARK);
    return marks;
  }

  @Test
  void what_another_tenant_has_cannot_be_named_in_a_body() throws Exception {
    var naming =
        operations.stream()
            .filter(operation -> operation.inPath().isEmpty() && !operation.admin())
            .filter(operation -> Bodies.names(operation.name()))
            .toList();
    assertThat(naming).hasSizeGreaterThan(3);
    for (Operation operation : naming) {
      refusesTheirs(send(operation, eastKey, "", "", body(operation.name())));
    }
    untouched();
  }

  @Test
  void nor_in_what_becomes_of_ones_own() throws Exception {
    String endpoint = id(send(named("createEndpoint"), eastKey, "", "", body("createEndpoint")));
    String theirEndpoint = String.valueOf(west.put("EndpointId", endpoint));
    String own = id(send(named("createSubscription"), eastKey, "", "", body("createSubscription")));
    west.put("EndpointId", theirEndpoint);
    String theirs = west.put("SubscriptionId", own);

    refusesTheirs(send(named("replaceSubscription"), eastKey, "", "", body("replaceSubscription")));
    String patch = "{\"endpoint\":\"" + west.get("EndpointId") + "\"}";
    refusesTheirs(send(named("patchSubscription"), eastKey, "", "", patch));
    west.put("SubscriptionId", String.valueOf(theirs));
    untouched();
  }

  private static void refusesTheirs(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as("%s", answer.request()).isEqualTo(422);
    assertThat(answer.body()).doesNotContain(Bodies.MARK);
  }

  @Test
  void what_is_open_to_everybody_is_little() {
    assertThat(operations.stream().filter(Operation::open).map(Operation::toString).toList())
        .isSubsetOf(
            "GET /healthz",
            "GET /readyz",
            "GET /metrics",
            "GET /openapi.yaml",
            "GET /.well-known/webhooks-keys",
            "GET /shopify/{id}/install",
            "GET /shopify/{id}/callback");
  }

  /// A shop whose merchant installed the app of the west.
  private String shop() throws Exception {
    var shopify = new FakeShopify(InstantSource.system());
    house.inquiries = shopify;
    new Merchant(house.url(), shopify, client)
        .install(theirs("ShopifyAppId"), "west-only.myshopify.com");
    return list("/v1/shopify-shops").at("/0/id").stringValue();
  }

  private TenantId tenant(String name) throws Exception {
    var made = send(named("createTenant"), LiveHouse.ADMIN, "", "", "{\"name\":\"" + name + "\"}");
    return TenantId.parse(id(made));
  }

  private String made(String operation, String body) throws Exception {
    return id(send(named(operation), westKey, "", "", body));
  }

  private static String id(HttpResponse<String> made) {
    assertThat(made.statusCode()).as(made.body()).isIn(201, 202);
    return JsonMapper.shared().readTree(made.body()).path("id").asString("");
  }

  private String newest(String list) throws Exception {
    JsonNode items = JsonMapper.shared().createArrayNode();
    while (items.isEmpty()) {
      items = list(list);
    }
    return items.at("/0/id").stringValue();
  }

  private JsonNode list(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(house.url() + path))
            .header("Authorization", "Bearer " + westKey)
            .build();
    return JsonMapper.shared()
        .readTree(client.send(request, BodyHandlers.ofString()).body())
        .path("items");
  }

  /// What the west has is as it was made.
  private void untouched() throws Exception {
    assertThat(list("/v1/endpoints").toString())
        .contains(Bodies.MARK)
        .doesNotContain("\"concurrency\":3");
    assertThat(list("/v1/endpoints").at("/0/revision"))
        .isEqualTo(list("/v1/revisions?kind=endpoint").at("/0/number"));
    assertThat(list("/v1/revisions").valueStream().map(r -> r.path("kind").stringValue()))
        .containsExactly(
            "key",
            "job",
            "job",
            "shopify_shop",
            "shopify_app",
            "source",
            "event_type",
            "subscription",
            "endpoint",
            "key",
            "tenant");
    assertThat(list("/v1/events").size()).isEqualTo(1);
    assertThat(list("/v1/deliveries").size()).isEqualTo(1);
  }

  private Operation named(String name) {
    return operations.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
  }

  private int status(Operation operation, String key, String tenant) throws Exception {
    return send(operation, key, tenant, "", operation.body() ? body(operation.name()) : "")
        .statusCode();
  }

  private String body(String operation) {
    String body = Bodies.BODIES.get(operation);
    if (body == null) {
      throw new AssertionError("say in Bodies what " + operation + " is sent");
    }
    return body.replace("(endpoint)", west.getOrDefault("EndpointId", ""))
        .replace("(source)", west.getOrDefault("SourceId", ""));
  }

  private String theirs(Parameter parameter) {
    return theirs(parameter.names());
  }

  private String theirs(String kind) {
    String id = west.get(kind);
    if (id == null) {
      throw new AssertionError("make one " + kind + " for the west");
    }
    return id;
  }

  /// A stream would have no end.
  private static String briefly(Operation operation, String query) {
    return operation.name().equals("stream") ? (query.isEmpty() ? "?" : "&") + "for=1ms" : "";
  }

  private HttpResponse<String> send(
      Operation operation, String key, String tenant, String query, String body) throws Exception {
    String path = operation.path();
    for (Parameter parameter : operation.ids()) {
      if (parameter.place().equals("path")) {
        path = path.replace("{" + parameter.name() + "}", theirs(parameter));
      }
    }
    var request =
        HttpRequest.newBuilder(URI.create(house.url() + path + query + briefly(operation, query)))
            .method(operation.method(), BodyPublishers.ofString(body));
    if (operation.body()) {
      request.header("Content-Type", "application/json");
    }
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (!tenant.isEmpty()) {
      request.header("Posthouse-Tenant", tenant);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
