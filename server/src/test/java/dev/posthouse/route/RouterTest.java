package dev.posthouse.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Auth;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.EventTypes;
import dev.posthouse.config.HealthPolicy;
import dev.posthouse.config.Retry;
import dev.posthouse.config.Signing;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Tls;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.EventTypeForm;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Events;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.work.Load;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static final TenantId OTHER = new TenantId(2);
  private static final EndpointId ENDPOINT = new EndpointId(5);
  private static final NewEvent ORDER = Events.of("{\"order\": {\"total\": 150}}");

  private final Router router = new Router();

  @Test
  void finds_the_subscriptions_of_the_tenant_whose_type_and_filter_match() {
    router.replace(
        snapshot(
            9,
            subscription(1, "sales_order.*"),
            subscription(2, "*.created", "order.total > 100"),
            subscription(3, "*", "order.total > 200"),
            subscription(4, "invoice.*"),
            of(OTHER, 5, true, ENDPOINT, List.of("*"))));
    assertThat(ids(ORDER)).containsExactly(1L, 2L);
    assertThat(route(ORDER).table()).isEqualTo(9);
    assertThat(ids(Events.of(OTHER, "any.thing", "{}"))).containsExactly(5L);
    assertThat(ids(Events.of(new TenantId(3), "any.thing", "{}"))).isEmpty();
  }

  @Test
  void names_a_subscription_once_although_several_patterns_match() {
    router.replace(
        snapshot(
            1,
            of(
                Events.TENANT,
                1,
                true,
                ENDPOINT,
                List.of("*", "sales_order.*", "sales_order.created"))));
    assertThat(ids(ORDER)).containsExactly(1L);
    assertThat(router.counts(new SubscriptionId(1)).evaluated()).isEqualTo(1);
  }

  @Test
  void leaves_out_disabled_subscriptions_and_those_of_a_removed_endpoint() {
    router.replace(
        snapshot(
            1,
            of(Events.TENANT, 1, false, ENDPOINT, List.of("*")),
            of(Events.TENANT, 2, true, new EndpointId(6), List.of("*")),
            subscription(3, "*")));
    assertThat(ids(ORDER)).containsExactly(3L);
  }

  @Test
  void says_before_what_it_takes_to_convert_to_the_versions_that_are_pinned() {
    String up = IntStream.range(0, 900).mapToObj(i -> "\"{{ data }}\"").collect(joining(","));
    String form =
        """
        {"name":"sales_order.created","module":"lab","versions":[
          {"version":1,"schema":{},"sample":0},
          {"version":2,"schema":{},"sample":0,"up":[%s]}]}
        """
            .formatted(up);
    var identity = new EventTypeForm.Identity(new EventTypeId(1), Events.TENANT, 3);
    EventType type = EventTypeForm.stored(Json.parse(form.getBytes(UTF_8)), identity);
    Snapshot now = snapshot(1, pinning(subscription(1, "*"), type.name(), 2));
    var types = new EventTypes(Map.of(Events.TENANT, Map.of(type.name(), type)), Map.of());
    router.replace(new Snapshot(1, now.endpoints(), now.subscriptions(), types));
    NewEvent large = Events.of("\"" + "x".repeat(1_000) + "\"");

    assertThat(router.load(large.of(1)).work()).isGreaterThan(900_000);
    assertThat(router.load(large.of(1)).memory()).isGreaterThan(900_000);
    assertThat(router.load(large)).isEqualTo(Load.NONE);
    assertThat(router.load(Events.of(OTHER, type.name(), "{}").of(1))).isEqualTo(Load.NONE);
  }

  private static Subscription pinning(Subscription all, String type, int version) {
    return new Subscription(
        all.id(),
        all.tenant(),
        all.name(),
        all.revision(),
        all.endpoint(),
        all.types(),
        all.filter(),
        all.body(),
        all.enabled(),
        Map.of(type, version));
  }

  @Test
  void the_empty_table_has_number_zero_and_matches_nothing() {
    assertThat(route(ORDER)).isEqualTo(new Routing(0, List.of()));
  }

  @Test
  void a_new_table_is_in_force_whole_and_keeps_the_counts_of_what_stays() {
    router.replace(snapshot(1, subscription(1, "*"), subscription(2, "*")));
    assertThat(ids(ORDER)).containsExactly(1L, 2L);
    router.replace(snapshot(2, subscription(2, "*"), subscription(3, "*")));
    assertThat(ids(ORDER)).containsExactly(2L, 3L);
    assertThat(router.counts(new SubscriptionId(1))).isEqualTo(FilterCounts.NONE);
    assertThat(router.counts(new SubscriptionId(2)).passed()).isEqualTo(2);
  }

  @Test
  void one_poison_filter_among_a_hundred_changes_nothing_for_the_others() {
    List<String> poison =
        List.of(
            "order.missing > 1",
            "order > 1",
            "order.total.x.y == 1",
            "big.map(a, big.map(b, a)).size() > 0",
            "big.map(a, text + text).size() > 0",
            "text.matches(text + '(')",
            "order.total / 0 == 1");
    String numbers = "[" + "1,".repeat(499) + "1]";
    NewEvent event =
        Events.of(
            "{\"order\": {\"total\": 150}, \"text\": \""
                + "x".repeat(5_000)
                + "\", \"big\": "
                + numbers
                + "}");
    for (String filter : poison) {
      List<Subscription> all = new ArrayList<>();
      LongStream.range(0, 99).forEach(i -> all.add(subscription(i, "*", "order.total == 150")));
      all.add(50, subscription(1_000, "*", filter));
      router.replace(snapshot(1, all.toArray(Subscription[]::new)));
      assertThat(ids(event)).as(filter).hasSize(99).doesNotContain(1_000L);
      FilterCounts counts = router.counts(new SubscriptionId(1_000));
      assertThat(counts.failed()).as(filter).isPositive();
      assertThat(counts.reason()).startsWith(filter + ": ");
    }
  }

  @Test
  void a_thousand_subscriptions_cost_an_event_of_another_type_no_filter_and_no_parsing() {
    router.replace(
        snapshot(
            1,
            LongStream.range(0, 1_000)
                .mapToObj(i -> subscription(i, "module" + i + ".*", "order.total > " + i))
                .toArray(Subscription[]::new)));
    assertThat(ids(ORDER)).isEmpty();
    assertThat(router.counts().evaluated()).isZero();
    assertThat(ids(Events.of(Events.TENANT, "module7.made", "{\"order\": {\"total\": 9}}")))
        .containsExactly(7L);
    assertThat(router.counts().evaluated()).isEqualTo(1);
  }

  @Test
  void counts_what_filters_say_and_why_they_fail() {
    router.replace(snapshot(1, subscription(1, "*", "order.total > 100")));
    route(ORDER);
    route(Events.of("{\"order\": {\"total\": 50}}"));
    route(Events.of("{}"));
    assertThat(router.counts(new SubscriptionId(1)))
        .isEqualTo(new FilterCounts(1, 1, 1, "order.total > 100: `order` is missing"));
  }

  @Test
  void many_threads_route_while_the_table_is_replaced() throws Exception {
    Subscription cheap = subscription(1, "*", "order.total > 100 && order.lines.all(l, l > 0)");
    Subscription never = subscription(2, "*", "order.lines.map(l, l + 1).exists(l, l > 9)");
    Snapshot both = snapshot(1, cheap, never);
    NewEvent event = Events.of("{\"order\": {\"total\": 150, \"lines\": [1, 2, 3]}}");
    router.replace(both);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Long>>> tasks = new ArrayList<>();
      IntStream.range(0, 2_000)
          .forEach(i ->
              tasks.add(() -> {
                if (i % 100 == 0) {
                  router.replace(both);
                }
                return ids(event);
              }));
      for (Future<List<Long>> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).containsExactly(1L);
      }
    }
    assertThat(router.counts()).isEqualTo(new FilterCounts(2_000, 2_000, 0, ""));
  }

  private Routing route(NewEvent event) {
    return router.route(Events.ID, event);
  }

  private List<Long> ids(NewEvent event) {
    return route(event).matched().stream().map(s -> s.id().value()).toList();
  }

  private static Subscription subscription(long id, String type, String... filter) {
    return of(Events.TENANT, id, true, ENDPOINT, List.of(type), filter);
  }

  private static Subscription of(
      TenantId tenant,
      long id,
      boolean enabled,
      EndpointId endpoint,
      List<String> types,
      String... filter) {
    return new Subscription(
        new SubscriptionId(id),
        tenant,
        "s" + id,
        1,
        endpoint,
        types.stream().map(TypePattern::new).toList(),
        Filter.compile(List.of(filter)),
        Subscription.Body.STANDARD,
        enabled);
  }

  private static Snapshot snapshot(long number, Subscription... subscriptions) {
    Map<SubscriptionId, Subscription> all = new HashMap<>();
    for (Subscription subscription : subscriptions) {
      all.put(subscription.id(), subscription);
    }
    return new Snapshot(number, Map.of(ENDPOINT, endpoint()), all);
  }

  private static Endpoint endpoint() {
    return new Endpoint(
        ENDPOINT,
        Events.TENANT,
        "erp",
        1,
        URI.create("https://example.com/hook"),
        "POST",
        List.of(),
        new Auth.None(),
        new Signing(Signing.Scheme.NONE, List.of()),
        Endpoint.WebhookId.DELIVERY,
        Duration.ofSeconds(30),
        Retry.STANDARD,
        List.of(),
        HealthPolicy.STANDARD,
        Optional.empty(),
        64,
        Tls.DEFAULT,
        List.of(),
        true);
  }
}
