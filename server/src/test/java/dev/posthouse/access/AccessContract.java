package dev.posthouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.TenantId;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.security.SecureRandom;
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

  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private SteppedLedger house;
  private Tenants tenants;
  private Keys keys;
  private Access access;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws InterruptedException {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    start();
  }

  /// As after a restart: nothing is known but what the database has.
  private void start() throws InterruptedException {
    tenants = new Tenants(house.ledger, house, house.ids, house.clock);
    keys = new Keys(house.ledger, house, house.ids, house.clock, random);
    tenants.load();
    keys.load();
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
    Tenant east = tenants.create("east").orElseThrow();

    assertThat(granted(ADMIN, Optional.empty()).tenant())
        .isEqualTo(tenants.find(Tenant.DEFAULT).orElseThrow());
    assertThat(granted(ADMIN, Optional.of("east")).tenant()).isEqualTo(east.id());
    assertThat(granted(ADMIN, Optional.of(east.id().toString())).tenant()).isEqualTo(east.id());
    assertThat(granted(ADMIN, Optional.empty()).roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(access.authenticate(ADMIN, Optional.of("west")))
        .isEqualTo(new Authentication.UnknownTenant("west"));
  }

  @Test
  void a_key_opens_its_own_tenant_only_also_after_a_restart() throws Exception {
    Tenant east = tenants.create("east").orElseThrow();
    NewKey made = keys.create(east.id(), "shop", Set.of(Role.PUBLISH, Role.READ));
    String secret = made.secret().reveal();
    assertThat(secret).startsWith("phk_").hasSize(47);

    start();

    assertThat(granted(secret, Optional.empty()))
        .isEqualTo(
            new Caller(east.id(), Set.of(Role.PUBLISH, Role.READ), made.key().id().toString()));
    assertThat(granted(secret, Optional.of("east")).may(Role.MANAGE)).isFalse();
    assertThat(access.authenticate(secret, Optional.of(Tenant.DEFAULT)))
        .isInstanceOf(Authentication.UnknownTenant.class);
    assertThat(keys.list(east.id())).containsExactly(made.key());
    assertThat(made.toString()).doesNotContain(secret);
  }

  @Test
  void a_deleted_key_is_refused_at_once_and_only_its_tenant_deletes_it() throws Exception {
    TenantId tenant = tenants.find(Tenant.DEFAULT).orElseThrow();
    NewKey made = keys.create(tenant, "shop", Set.of(Role.READ));

    assertThat(keys.delete(new TenantId(77), made.key().id())).isFalse();
    granted(made.secret().reveal(), Optional.empty());
    assertThat(keys.delete(tenant, made.key().id())).isTrue();

    assertThat(access.authenticate(made.secret().reveal(), Optional.empty()))
        .isInstanceOf(Authentication.Refused.class);
    start();
    assertThat(access.authenticate(made.secret().reveal(), Optional.empty()))
        .isInstanceOf(Authentication.Refused.class);
  }

  @Test
  void no_key_and_a_wrong_key_are_refused_alike() {
    for (String token : new String[] {"", "phk_x", ADMIN + "x", ADMIN.substring(1)}) {
      assertThat(access.authenticate(token, Optional.empty()))
          .isEqualTo(new Authentication.Refused());
    }
  }

  @Test
  void a_tenants_name_is_a_slug_and_unique() throws Exception {
    assertThat(tenants.create("east")).isPresent();
    assertThat(tenants.create("east")).isEmpty();
    for (String name : new String[] {"", "East", "a b", "-a", "ten_x", "a".repeat(64)}) {
      assertThatThrownBy(() -> tenants.create(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_tenant_goes_with_its_keys_unless_something_is_left_of_it() throws Exception {
    Tenant east = tenants.create("east").orElseThrow();
    NewKey made = keys.create(east.id(), "shop", Set.of(Role.READ));

    assertThat(tenants.remove(east.id(), keys, id -> true)).isEqualTo(Tenants.Removal.IN_USE);
    assertThat(tenants.remove(tenants.find("default").orElseThrow(), keys, id -> false))
        .isEqualTo(Tenants.Removal.IN_USE);
    assertThat(tenants.remove(east.id(), keys, id -> false)).isEqualTo(Tenants.Removal.REMOVED);
    assertThat(tenants.remove(east.id(), keys, id -> false)).isEqualTo(Tenants.Removal.MISSING);

    assertThat(access.authenticate(made.secret().reveal(), Optional.empty()))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(tenants.find("east")).isEmpty();
  }

  private Caller granted(String token, Optional<String> tenant) {
    var result = access.authenticate(token, tenant);
    assertThat(result).isInstanceOf(Authentication.Granted.class);
    return ((Authentication.Granted) result).caller();
  }
}
