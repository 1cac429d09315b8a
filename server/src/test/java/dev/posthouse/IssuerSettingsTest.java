package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.Settings.Wrong;
import dev.posthouse.access.Role;
import dev.posthouse.oauth.ClaimRules;
import dev.posthouse.oauth.Issuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSettingsTest {
  private static final String ISSUER = "--oidc-issuer=https://login.example.com/realms/erp";
  private static final String AUDIENCE = "--oidc-audience=posthouse";

  @TempDir Path folder;

  private static Optional<Issuer> read(String... flags) {
    return Config.of(Settings.of(List.of(flags), Map.of())).issuer();
  }

  @Test
  void without_an_issuer_tokens_are_not_known() {
    assertThat(read()).isEmpty();
  }

  @Test
  void an_issuer_and_an_audience_are_enough() {
    Issuer issuer = read(ISSUER, AUDIENCE).orElseThrow();

    assertThat(issuer.name()).isEqualTo("https://login.example.com/realms/erp");
    assertThat(issuer.audiences()).containsExactly("posthouse");
    assertThat(issuer.algorithms()).isEqualTo(Issuer.USUAL_ALGORITHMS);
    assertThat(issuer.leeway()).isEqualTo(Duration.ofSeconds(60));
    assertThat(issuer.rules())
        .isEqualTo(new ClaimRules("", Map.of(), "default", "roles", Map.of()));
  }

  @Test
  void everything_can_be_said_in_a_file() throws Exception {
    Path file = folder.resolve("posthouse.yaml");
    Files.writeString(
        file,
        """
        oidc-issuer: https://login.example.com/realms/erp
        oidc-audience: [posthouse, account]
        oidc-algorithms: [ES256]
        oidc-leeway: 10s
        oidc-tenant-claim: groups
        oidc-tenants: {/acme: acme, /shop: store}
        oidc-roles-claim: realm_access.roles
        oidc-roles:
          erp-admins: [manage, read]
          auditors: audit
        """);

    Issuer issuer = read("--config=" + file).orElseThrow();

    assertThat(issuer.audiences()).containsExactly("posthouse", "account");
    assertThat(issuer.algorithms()).hasToString("[ES256]");
    assertThat(issuer.leeway()).isEqualTo(Duration.ofSeconds(10));
    assertThat(issuer.rules())
        .isEqualTo(
            new ClaimRules(
                "groups",
                Map.of("/acme", "acme", "/shop", "store"),
                "",
                "realm_access.roles",
                Map.of(
                    "erp-admins", Set.of(Role.MANAGE, Role.READ), "auditors", Set.of(Role.AUDIT))));
  }

  @Test
  void the_flag_has_the_same_as_text() {
    var rules =
        read(
                ISSUER,
                AUDIENCE,
                "--oidc-roles=erp-admins=manage+read, CN=auditors = audit",
                "--oidc-tenant=acme")
            .orElseThrow()
            .rules();

    assertThat(rules.roles())
        .isEqualTo(
            Map.of(
                "erp-admins", Set.of(Role.MANAGE, Role.READ), "CN=auditors", Set.of(Role.AUDIT)));
    assertThat(rules.usualTenant()).isEqualTo("acme");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--oidc-issuer=http://login.example.com | https://login.example.com",
        "--oidc-issuer=login.example.com | https://login.example.com",
        "--oidc-issuer=https://u:p@login.example.com | https://login.example.com",
        "--oidc-issuer=https://login.example.com/?x=1 | https://login.example.com",
        "--oidc-algorithms=HS256 | key pair",
        "--oidc-algorithms=none | key pair",
        "--oidc-algorithms=RS256,hs256 | key pair",
        "--oidc-leeway=6m | at most 5m",
        "--oidc-leeway=x | --oidc-leeway",
        "--oidc-roles=erp-admins | erp-admins=manage+read",
        "--oidc-roles=erp-admins=admin | not a role",
        "--oidc-tenants=a=b | --oidc-tenant-claim",
        "--oidc-ca=/no/such/file | cannot read",
        "--oidc-isuer=https://login.example.com | did you mean --oidc-issuer?",
      })
  void what_is_wrong_stops_the_start(String flag, String hint) {
    var flags = new ArrayList<String>(List.of(AUDIENCE, flag));
    if (!flag.startsWith("--oidc-is")) {
      flags.add(ISSUER);
    }
    assertThatThrownBy(() -> read(flags.toArray(String[]::new)))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining(hint);
  }

  @Test
  void what_belongs_together_is_asked_for_together() {
    assertThatThrownBy(() -> read(ISSUER))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining("audience");
    assertThatThrownBy(() -> read(AUDIENCE))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining("--oidc-issuer");
  }

  @Test
  void authorities_of_the_house_can_vouch_for_the_issuer() throws Exception {
    Path file = folder.resolve("ca.pem");
    Files.writeString(file, "no certificate");
    assertThatThrownBy(() -> read(ISSUER, AUDIENCE, "--oidc-ca=" + file))
        .isInstanceOf(Wrong.class)
        .hasMessageContaining("BEGIN CERTIFICATE");
  }
}
