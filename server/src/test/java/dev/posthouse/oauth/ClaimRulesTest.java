package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Authentication;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import dev.posthouse.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ClaimRulesTest {
  private static final String KEYCLOAK =
      """
      {"realm_access": {"roles": ["offline_access", "erp-admins"]}, "groups": ["/acme", "/shop"],
       "https://example.com/roles": ["auditors"], "scope": "openid publish read", "tenant": "acme"}
      """;

  @TempDir Path folder;

  private static JsonNode claims(String json) {
    return Json.parse(json.getBytes(UTF_8));
  }

  private static ClaimRules roles(String claim, Map<String, Set<Role>> meanings) {
    return new ClaimRules("", Map.of(), "default", claim, meanings);
  }

  private static ClaimRules tenants(String claim, Map<String, String> meanings, String usual) {
    return new ClaimRules(claim, meanings, usual, "roles", Map.of());
  }

  @Test
  void roles_stand_in_a_list_or_in_a_text_with_spaces() {
    assertThat(roles("scope", Map.of()).roles(claims(KEYCLOAK)))
        .containsExactlyInAnyOrder(Role.PUBLISH, Role.READ);
    var meanings =
        Map.of("erp-admins", Set.of(Role.MANAGE, Role.READ), "auditors", Set.of(Role.AUDIT));
    assertThat(roles("realm_access.roles", meanings).roles(claims(KEYCLOAK)))
        .containsExactlyInAnyOrder(Role.MANAGE, Role.READ);
    assertThat(roles("https://example.com/roles", meanings).roles(claims(KEYCLOAK)))
        .containsExactly(Role.AUDIT);
  }

  @Test
  void where_meanings_are_set_the_names_of_roles_mean_nothing_by_themselves() {
    var meanings = Map.of("erp-admins", Set.of(Role.MANAGE));

    assertThat(roles("roles", meanings).roles(claims("{\"roles\":[\"manage\",\"read\"]}")))
        .isEmpty();
  }

  @Test
  void what_is_no_list_or_text_gives_no_role() {
    for (String odd :
        new String[] {
          "{}",
          "{\"roles\":null}",
          "{\"roles\":7}",
          "{\"roles\":{\"read\":true}}",
          "{\"roles\":[[\"read\"],7,null]}",
          "{\"roles\":\"READ reader\"}",
          "{\"roles\":[\"read publish\"]}"
        }) {
      assertThat(roles("roles", Map.of()).roles(claims(odd))).as(odd).isEmpty();
    }
  }

  @Test
  void tenants_stand_in_a_claim_or_are_one_for_all() {
    assertThat(tenants("tenant", Map.of(), "").tenants(claims(KEYCLOAK))).containsExactly("acme");
    assertThat(tenants("groups", Map.of("/shop", "store"), "").tenants(claims(KEYCLOAK)))
        .containsExactly("store");
    assertThat(tenants("none", Map.of(), "").tenants(claims(KEYCLOAK))).isEmpty();
    assertThat(tenants("none", Map.of(), "usual").tenants(claims(KEYCLOAK)))
        .containsExactly("usual");
    assertThat(tenants("groups", Map.of("/x", "store"), "usual").tenants(claims(KEYCLOAK)))
        .isEmpty();
  }

  /// It may be a name that its owner chose: `Acme default` is not `default`.
  @Test
  void a_text_is_one_tenant_spaces_and_all() {
    var spaced = claims("{\"tenant\":\"Acme default\",\"tenants\":[\"a b\",\"default\"]}");

    assertThat(tenants("tenant", Map.of(), "").tenants(spaced)).containsExactly("Acme default");
    assertThat(tenants("tenant", Map.of("default", "default"), "").tenants(spaced)).isEmpty();
    assertThat(tenants("tenant", Map.of("Acme default", "acme"), "").tenants(spaced))
        .containsExactly("acme");
    assertThat(tenants("tenants", Map.of(), "").tenants(spaced)).containsExactly("a b", "default");
  }

  @Test
  void a_token_for_several_tenants_must_say_which() throws Exception {
    try (var house =
        new TokenHouse(
            folder, new FakeIssuer(), FakeIssuer.issuer(tenants("tenants", Map.of(), "")))) {
      Tenant east = house.tenants.create(Actor.SYSTEM, "east").orElseThrow();
      var _ = house.tenants.create(Actor.SYSTEM, "north").orElseThrow();
      var claims = FakeIssuer.claims(house.house.clock.instant());
      claims.putArray("tenants").add("east").add("west").add("default");
      String token = FakeIssuer.token(FakeIssuer.FIRST, claims);

      assertThat(house.admitted(token, Optional.of("east")).tenant()).isEqualTo(east.id());
      assertThat(house.admitted(token, Optional.of(east.id().toString())).who())
          .isEqualTo("oidc:anna");
      assertThat(house.show(token)).isInstanceOf(Authentication.NoAccess.class);
      for (String other : new String[] {"west", "north", ""}) {
        assertThat(house.people.authenticate(TokenHouse.shown(token, Optional.of(other))))
            .isEqualTo(new Authentication.UnknownTenant(other));
      }
      claims.putArray("tenants").add("west");
      assertThat(house.show(FakeIssuer.token(FakeIssuer.FIRST, claims)))
          .isInstanceOf(Authentication.NoAccess.class);
    }
  }

  @Test
  void whoever_asks_is_never_taken_for_the_admin() throws Exception {
    try (var house =
        new TokenHouse(folder, new FakeIssuer(), FakeIssuer.issuer(FakeIssuer.plainRules()))) {
      var claims = FakeIssuer.claims(house.house.clock.instant()).put("sub", "admin");
      claims.putArray("roles").add("admin").add("manage");

      var caller = house.admitted(FakeIssuer.token(FakeIssuer.FIRST, claims));
      assertThat(caller.admin()).isFalse();
      assertThat(caller.roles()).containsExactly(Role.MANAGE);
      claims.put("sub", "a\nb\t" + "c".repeat(300));
      assertThat(house.admitted(FakeIssuer.token(FakeIssuer.FIRST, claims)).who())
          .hasSize(205)
          .startsWith("oidc:a?b?ccc");
      claims.remove("sub");
      claims.put("client_id", "nightly-job");
      assertThat(house.admitted(FakeIssuer.token(FakeIssuer.FIRST, claims)).who())
          .isEqualTo("oidc:nightly-job");
    }
  }
}
