package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The configuration on a real database, whatever it is.
@NullMarked
abstract class ConfigContract {
  static final Caller ANNA = new Caller(new TenantId(1), Set.of(Role.MANAGE), "key_anna");
  static final Caller BERT = new Caller(new TenantId(2), Set.of(Role.MANAGE), "key_bert");

  @TempDir Path folder;
  final SecureRandom random = new SecureRandom();
  final List<EndpointId> removed = new ArrayList<>();
  SteppedLedger house;
  Vault vault;
  Catalogue catalogue;
  Journal journal;
  EndpointChanges endpoints;
  Policy policy = Policy.USUAL;
  final Terms terms =
      new Terms(ConfigContract::warning, tenant -> policy, () -> house.clock.instant());
  SubscriptionChanges subscriptions;
  EventTypeChanges eventTypes;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    vault = Vault.open(house.ledger, folder, new Secret(""), random);
    catalogue = new Catalogue(house.ledger, vault);
    catalogue.load();
    journal = house.journal(catalogue, vault);
    endpoints = new EndpointChanges(journal, house.ids, house.clock, random, terms, removed::add);
    subscriptions = new SubscriptionChanges(journal, house.ids);
    eventTypes = new EventTypeChanges(journal, house.ids);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Optional<String> warning(URI url) {
    return url.getHost().equals("127.0.0.1")
        ? Optional.of("use --allow-private-networks")
        : Optional.empty();
  }

  /// What a start would read.
  Snapshot stored() {
    var other = new Catalogue(house.ledger, vault);
    other.load();
    return other.current();
  }

  Endpoint endpoint(String name) throws InterruptedException {
    return saved(endpoints.create(ANNA, endpointJson(name, ""))).resource();
  }

  static JsonNode endpointJson(String name, String more) {
    return json("{'name':'%s','url':'https://a.example/x'%s}".formatted(name, more));
  }

  Changed<Subscription> subscribe(String name, Endpoint endpoint, String types)
      throws InterruptedException {
    return subscriptions.create(ANNA, subscriptionJson(name, endpoint, types));
  }

  static JsonNode subscriptionJson(String name, Endpoint endpoint, String types) {
    return json(
        "{'name':'%s','endpoint':'%s','types':['%s']}".formatted(name, endpoint.id(), types));
  }

  static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(UTF_8));
  }

  static <T> Changed.Saved<T> saved(Changed<T> changed) {
    assertThat(changed).isInstanceOf(Changed.Saved.class);
    return (Changed.Saved<T>) changed;
  }

  /// Everything that the tables of configuration hold, as text.
  String allText() {
    return house.ledger.read(db ->
        db.createQuery(
                """
                select doc from endpoint union all select doc from subscription
                union all select doc from revision
                """)
            .mapTo(String.class)
            .list()
            .toString());
  }
}
