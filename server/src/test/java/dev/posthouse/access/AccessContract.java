package dev.posthouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.Cidr;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.testing.Unrecorded;
import dev.posthouse.work.Rate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tenants and keys on a real database, whatever it is.
@NullMarked
abstract class AccessContract {
  private static final String ADMIN = "an-admin-key-of-the-house";
  private static final Actor ANNA = new Actor("anna", "192.0.2.1");
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress AWAY = InetAddress.ofLiteral("198.51.100.7");

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private SteppedLedger house;
  private Unrecorded trail;
  private Tenants tenants;
  private Keys keys;
  private SignInFailures failures;
  private Access access;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws InterruptedException {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    start();
  }

  /// As after a restart: nothing is known but what the database has.
  private void start() throws InterruptedException {
    trail = new Unrecorded(house.ledger, house);
    tenants = new Tenants(house.ledger, trail, house.ids, house.clock, house.clock::nanos);
    var parts =
        new Keys.Parts(house.ledger, trail, house, house.ids, house.clock, house.clock::nanos);
    keys = new Keys(parts, random);
    tenants.start();
    keys.load();
    failures = new SignInFailures(house.ledger, house, house.clock);
    access = new Access(new Secret(ADMIN), tenants, keys);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void the_first_start_has_one_tenant_and_the_second_start_the_same() throws Exception {
    TenantId first = tenants.find(Tenant.DEFAULT).orElseThrow();
    start();
    assertThat(tenants.list()).extracting(Tenant::id).containsExactly(first);
  }

  @Test
  void the_admin_key_acts_for_any_tenant_with_every_role() throws Exception {
    Tenant east = tenants.create(ANNA, "east").orElseThrow();

    assertThat(granted(ADMIN, Optional.empty()).tenant())
        .isEqualTo(tenants.find(Tenant.DEFAULT).orElseThrow());
    assertThat(granted(ADMIN, Optional.of("east")).tenant()).isEqualTo(east.id());
    assertThat(granted(ADMIN, Optional.of(east.id().toString())).tenant()).isEqualTo(east.id());
    assertThat(granted(ADMIN, Optional.empty()).roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(access.authenticate(shown(ADMIN, Optional.of("west"))))
        .isEqualTo(new Authentication.UnknownTenant("west"));
  }

  @Test
  void a_key_opens_its_own_tenant_only_also_after_a_restart() throws Exception {
    Tenant east = tenants.create(ANNA, "east").orElseThrow();
    NewKey made = keys.create(ANNA, east.id(), said(Set.of(Role.PUBLISH, Role.READ)));
    String secret = made.secret().reveal();
    assertThat(secret).startsWith("phk_").hasSize(47);

    start();

    assertThat(granted(secret, Optional.empty()))
        .isEqualTo(
            new Caller(
                east.id(),
                Set.of(Role.PUBLISH, Role.READ),
                made.key().id().toString(),
                false,
                HERE,
                Publishing.ANYTHING,
                List.of()));
    assertThat(granted(secret, Optional.of("east")).may(Role.MANAGE)).isFalse();
    assertThat(access.authenticate(shown(secret, Optional.of(Tenant.DEFAULT))))
        .isInstanceOf(Authentication.UnknownTenant.class);
    assertThat(keys.list(east.id())).containsExactly(made.key());
    assertThat(made.toString()).doesNotContain(secret);
  }

  @Test
  void a_deleted_key_is_refused_at_once_and_only_its_tenant_deletes_it() throws Exception {
    TenantId tenant = tenants.find(Tenant.DEFAULT).orElseThrow();
    NewKey made = keys.create(ANNA, tenant, said(Set.of(Role.READ)));

    assertThat(keys.delete(ANNA, new TenantId(77), made.key().id())).isFalse();
    granted(made.secret().reveal(), Optional.empty());
    assertThat(keys.delete(ANNA, tenant, made.key().id())).isTrue();

    assertThat(access.authenticate(shown(made.secret().reveal(), Optional.empty())))
        .isInstanceOf(Authentication.Refused.class);
    start();
    assertThat(access.authenticate(shown(made.secret().reveal(), Optional.empty())))
        .isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void an_expired_key_is_as_unknown_as_one_that_never_was() throws Exception {
    Instant expires = house.clock.instant().plusSeconds(60);
    var said = new Terms(Set.of(Role.READ), Publishing.ANYTHING, Admission.FREE, expires);
    NewKey made = keys.create(ANNA, own(), new KeyForm.Said("shop", said));
    String secret = made.secret().reveal();
    house.clock.advance(Duration.ofSeconds(59));
    var granted = (Authentication.Granted) access.authenticate(shown(secret, Optional.empty()));
    assertThat(granted.still().getAsBoolean()).isTrue();

    house.clock.advance(Duration.ofSeconds(1));

    assertThat(granted.still().getAsBoolean()).isFalse();
    assertThat(access.authenticate(shown(secret, Optional.empty())))
        .isEqualTo(new Authentication.Refused());
    start();
    assertThat(access.authenticate(shown(secret, Optional.empty())))
        .isEqualTo(new Authentication.Refused());
    assertThatThrownBy(() -> keys.create(ANNA, own(), new KeyForm.Said("late", said)))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("/expires");
  }

  @Test
  void a_key_opens_only_where_it_and_its_tenant_may_be_used() throws Exception {
    NewKey made = keys.create(ANNA, own(), new KeyForm.Said("shop", from("192.0.2.0/24")));
    String secret = made.secret().reveal();
    var granted = (Authentication.Granted) access.authenticate(shown(secret, Optional.empty()));

    assertThat(access.authenticate(new Shown(secret, Optional.empty(), AWAY)))
        .isEqualTo(new Authentication.Elsewhere());
    tenants.change(ANNA, own(), tenant -> admitting(tenant, "198.51.100.0/24"));
    assertThat(granted.still().getAsBoolean()).isFalse();
    assertThat(access.authenticate(shown(secret, Optional.empty())))
        .isEqualTo(new Authentication.Elsewhere());
    assertThat(access.authenticate(new Shown(secret, Optional.empty(), AWAY)))
        .isEqualTo(new Authentication.Elsewhere());
    granted(ADMIN, Optional.empty());
    start();
    assertThat(access.authenticate(shown(secret, Optional.empty())))
        .isEqualTo(new Authentication.Elsewhere());
  }

  @Test
  void a_changed_key_is_in_force_at_once_and_after_a_restart() throws Exception {
    NewKey made = keys.create(ANNA, own(), said(Set.of(Role.READ)));
    String secret = made.secret().reveal();
    var granted = (Authentication.Granted) access.authenticate(shown(secret, Optional.empty()));
    var publishing =
        new Publishing(List.of("erp"), List.of(new TypePattern("sales_order.*")), "shanghai");
    var terms =
        new Terms(
            Set.of(Role.PUBLISH),
            publishing,
            new Admission(
                List.of(Cidr.parse("192.0.2.0/24")),
                Optional.of(new Rate(5, Duration.ofMinutes(1)))),
            house.clock.instant().plusSeconds(3_600).truncatedTo(ChronoUnit.MICROS));

    assertThat(keys.change(ANNA, new TenantId(77), made.key().id(), key -> said(Set.of())))
        .isEmpty();
    keys.change(ANNA, own(), made.key().id(), key -> new KeyForm.Said("till", terms));

    assertThat(granted.still().getAsBoolean()).isFalse();
    Caller caller = granted(secret, Optional.empty());
    assertThat(caller.roles()).containsExactly(Role.PUBLISH);
    assertThat(caller.publishing()).isEqualTo(publishing);
    assertThat(caller.quotas()).hasSize(1);
    ApiKey changed = keys.list(own()).getFirst();
    start();
    assertThat(keys.list(own())).containsExactly(changed);
    assertThat(changed.name()).isEqualTo("till");
    assertThat(changed.terms()).isEqualTo(terms);
  }

  @Test
  void the_last_use_of_a_key_is_known_to_a_minute_and_stored_now_and_then() throws Exception {
    NewKey made = keys.create(ANNA, own(), said(Set.of(Role.READ)));
    assertThat(keys.lastUsed(made.key())).isEmpty();

    house.clock.advance(Duration.ofSeconds(61));
    Instant used = house.clock.instant().truncatedTo(ChronoUnit.MILLIS);
    granted(made.secret().reveal(), Optional.empty());
    house.clock.advance(Duration.ofSeconds(59));
    granted(made.secret().reveal(), Optional.empty());
    assertThat(keys.lastUsed(made.key())).contains(used);
    start();
    assertThat(keys.lastUsed(made.key())).isEmpty();

    granted(made.secret().reveal(), Optional.empty());
    keys.storeUses();
    start();

    assertThat(keys.lastUsed(made.key()))
        .contains(house.clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  @Test
  void the_rate_of_a_tenant_holds_for_all_who_publish_for_it() throws Exception {
    NewKey one = keys.create(ANNA, own(), said(Set.of(Role.PUBLISH)));
    NewKey two = keys.create(ANNA, own(), said(Set.of(Role.PUBLISH)));
    tenants.change(ANNA, own(), tenant -> limited(tenant, "3/min"));

    assertThat(take(one.secret().reveal())).isZero();
    assertThat(take(two.secret().reveal())).isZero();
    tenants.change(ANNA, own(), tenant -> admitting(limited(tenant, "3/min"), "192.0.2.0/24"));
    assertThat(take(ADMIN)).isZero();
    assertThat(take(one.secret().reveal())).isPositive();
  }

  @Test
  void sign_in_failures_are_counted_by_address_and_minute() throws Exception {
    Authentication refused = new Authentication.Refused();
    for (int i = 0; i < 3; i++) {
      failures.note(refused, shown("wrong", Optional.empty()));
    }
    failures.note(refused, shown("", Optional.empty()));
    failures.note(new Authentication.Elsewhere(), new Shown("x", Optional.empty(), AWAY));
    for (String six : List.of("2001:db8:1:2::3", "2001:db8:1:2:ffff::1")) {
      failures.note(refused, new Shown("x", Optional.empty(), InetAddress.ofLiteral(six)));
    }
    failures.store();
    failures.note(refused, shown("wrong", Optional.empty()));
    failures.store();
    house.clock.advance(Duration.ofMinutes(1));
    failures.note(refused, shown("wrong", Optional.empty()));
    failures.store();

    var rows = failures.page(Long.MAX_VALUE, 0, 10);

    assertThat(rows)
        .extracting(row -> row.address() + " " + row.failures())
        .containsExactly(
            "192.0.2.1 1", "192.0.2.1 4", "198.51.100.7 1", "2001:db8:1:2:0:0:0:0/64 2");
    assertThat(rows.get(1).minute()).isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    assertThat(failures.page(SignInFailures.minute(rows.get(1)), 1, 10)).hasSize(2);
    house.clock.advance(SignInFailures.KEPT.plusMinutes(2));
    failures.note(refused, shown("wrong", Optional.empty()));
    failures.store();
    assertThat(failures.page(Long.MAX_VALUE, 0, 10)).hasSize(1);
  }

  @Test
  void many_addresses_cannot_fill_the_table() throws Exception {
    for (int i = 0; i < 1_200; i++) {
      InetAddress from = InetAddress.ofLiteral("10.0." + i / 250 + "." + i % 250);
      failures.note(new Authentication.Refused(), new Shown("x", Optional.empty(), from));
    }
    failures.store();

    var rows = failures.page(Long.MAX_VALUE, 0, 2_000);

    assertThat(rows).hasSize(1_001);
    assertThat(rows.getFirst().address()).isEmpty();
    assertThat(rows.getFirst().failures()).isEqualTo(200);
  }

  @Test
  void what_is_done_to_tenants_and_keys_is_recorded_without_the_secret() throws Exception {
    Tenant east = tenants.create(ANNA, "east").orElseThrow();
    NewKey made = keys.create(ANNA, east.id(), said(Set.of(Role.READ)));
    tenants.remove(ANNA, east.id(), keys, id -> false);

    assertThat(trail.entries)
        .extracting(entry -> entry.kind() + " " + entry.action())
        .containsExactly(
            "TENANT created", "TENANT created", "KEY created", "KEY deleted", "TENANT deleted");
    assertThat(trail.entries.toString())
        .contains("\"name\":\"shop\",\"roles\":[\"read\"]")
        .doesNotContain(made.secret().reveal());
  }

  @Test
  void no_key_and_a_wrong_key_are_refused_alike() {
    for (String token : new String[] {"", "phk_x", ADMIN + "x", ADMIN.substring(1)}) {
      assertThat(access.authenticate(shown(token, Optional.empty())))
          .isEqualTo(new Authentication.Refused());
    }
  }

  @Test
  void a_tenants_name_is_a_slug_and_unique() throws Exception {
    assertThat(tenants.create(ANNA, "east")).isPresent();
    assertThat(tenants.create(ANNA, "east")).isEmpty();
    for (String name : new String[] {"", "East", "a b", "-a", "ten_x", "a".repeat(64)}) {
      assertThatThrownBy(() -> tenants.create(ANNA, name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_tenant_goes_with_its_keys_unless_something_is_left_of_it() throws Exception {
    Tenant east = tenants.create(ANNA, "east").orElseThrow();
    NewKey made = keys.create(ANNA, east.id(), said(Set.of(Role.READ)));

    assertThat(tenants.remove(ANNA, east.id(), keys, id -> true)).isEqualTo(Tenants.Removal.IN_USE);
    assertThat(tenants.remove(ANNA, tenants.find("default").orElseThrow(), keys, id -> false))
        .isEqualTo(Tenants.Removal.IN_USE);
    assertThat(tenants.remove(ANNA, east.id(), keys, id -> false))
        .isEqualTo(Tenants.Removal.REMOVED);
    assertThat(tenants.remove(ANNA, east.id(), keys, id -> false))
        .isEqualTo(Tenants.Removal.MISSING);

    assertThat(access.authenticate(shown(made.secret().reveal(), Optional.empty())))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(tenants.find("east")).isEmpty();
  }

  private static KeyForm.Said said(Set<Role> roles) {
    return new KeyForm.Said("shop", Terms.of(roles));
  }

  private TenantId own() {
    return tenants.find(Tenant.DEFAULT).orElseThrow();
  }

  private Duration take(String token) {
    return granted(token, Optional.empty()).quotas().getFirst().take(1);
  }

  private static Terms from(String range) {
    var admission = new Admission(List.of(Cidr.parse(range)), Optional.empty());
    return new Terms(Set.of(Role.READ), Publishing.ANYTHING, admission, Instant.MAX);
  }

  private static Tenant admitting(Tenant tenant, String range) {
    var admission = new Admission(List.of(Cidr.parse(range)), tenant.admission().publishRate());
    return new Tenant(tenant.id(), tenant.name(), tenant.created(), tenant.policy(), admission);
  }

  private static Tenant limited(Tenant tenant, String rate) {
    var admission = new Admission(tenant.admission().allowedIps(), Optional.of(Rate.parse(rate)));
    return new Tenant(tenant.id(), tenant.name(), tenant.created(), tenant.policy(), admission);
  }

  private static Shown shown(String token, Optional<String> tenant) {
    return new Shown(token, tenant, HERE);
  }

  private Caller granted(String token, Optional<String> tenant) {
    var result = access.authenticate(shown(token, tenant));
    assertThat(result).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) result).caller();
  }
}
