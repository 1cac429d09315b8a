package dev.posthouse;

import com.nimbusds.jose.JWSAlgorithm;
import dev.posthouse.Settings.Wrong;
import dev.posthouse.access.Role;
import dev.posthouse.access.Tenant;
import dev.posthouse.access.Tenants;
import dev.posthouse.net.CertifiedKey;
import dev.posthouse.net.Trust;
import dev.posthouse.oauth.Algorithms;
import dev.posthouse.oauth.ClaimRules;
import dev.posthouse.oauth.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads what is set about the issuer of tokens.
record IssuerSettings(Settings settings) {
  private static final List<String> OF_AN_ISSUER =
      Setting.names().stream()
          .filter(name -> name.startsWith("oidc-") && !name.equals(Setting.OIDC_ISSUER))
          .toList();

  /// @throws Wrong with the first thing that is wrong
  Optional<Issuer> read() {
    Optional<String> name = settings.get(Setting.OIDC_ISSUER);
    if (name.isEmpty()) {
      refuseTheRest();
      return Optional.empty();
    }
    List<String> audiences = list(Setting.OIDC_AUDIENCE);
    if (audiences.isEmpty()) {
      throw new Wrong(
          "--oidc-issuer needs --oidc-audience: what the issuer writes into aud for this server,"
              + " such as posthouse. Without it, tokens for other services would open this one");
    }
    return Optional.of(
        new Issuer(
            Config.read(Setting.OIDC_ISSUER, name.get(), Issuer::name),
            audiences,
            algorithms(),
            leeway(),
            new Trust(true, settings.get(Setting.OIDC_CA).map(IssuerSettings::authorities)),
            rules()));
  }

  private void refuseTheRest() {
    for (String name : OF_AN_ISSUER) {
      if (settings.get(name).isPresent()) {
        throw new Wrong("--" + name + " says something about tokens; add --oidc-issuer URL");
      }
    }
  }

  private Set<JWSAlgorithm> algorithms() {
    List<String> names = list(Setting.OIDC_ALGORITHMS);
    return names.isEmpty()
        ? Issuer.USUAL_ALGORITHMS
        : names.stream()
            .map(name -> Config.read(Setting.OIDC_ALGORITHMS, name, Algorithms::parse))
            .collect(Collectors.toSet());
  }

  private Duration leeway() {
    Duration leeway = Config.duration(settings, Setting.OIDC_LEEWAY).orElse(Issuer.USUAL_LEEWAY);
    if (leeway.compareTo(Issuer.LONGEST_LEEWAY) > 0) {
      throw new Wrong("--oidc-leeway is at most 5m: set the clocks right instead");
    }
    return leeway;
  }

  private static String authorities(String file) {
    String pem;
    try {
      pem = Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new Wrong("--oidc-ca: cannot read " + file + " (" + e.getMessage() + ")");
    }
    return Config.read(
        Setting.OIDC_CA,
        pem,
        text -> {
          var _ = CertifiedKey.certificates(text);
          return text;
        });
  }

  /// Where no claim is named, every token is for one tenant.
  private ClaimRules rules() {
    Optional<String> claim = settings.get(Setting.OIDC_TENANT_CLAIM);
    String usual =
        settings.get(Setting.OIDC_TENANT).orElse(claim.isPresent() ? "" : Tenant.DEFAULT);
    Map<String, String> tenants = map(Setting.OIDC_TENANTS, Tenants::name);
    if (claim.isEmpty() && !tenants.isEmpty()) {
      throw new Wrong("--oidc-tenants needs --oidc-tenant-claim: the claim whose values it lists");
    }
    return new ClaimRules(
        claim.orElse(""),
        tenants,
        usual,
        settings.get(Setting.OIDC_ROLES_CLAIM).orElse("roles"),
        map(Setting.OIDC_ROLES, IssuerSettings::roles));
  }

  private static Set<Role> roles(String words) {
    return Arrays.stream(words.split("\\+", -1))
        .map(word -> Role.parse(word.strip()))
        .collect(Collectors.toSet());
  }

  private List<String> list(String name) {
    return settings.get(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private <T> Map<String, T> map(String name, Function<String, T> reader) {
    var map = new LinkedHashMap<String, T>();
    for (String entry : list(name)) {
      int at = entry.lastIndexOf('=');
      if (at < 1) {
        throw new Wrong("--%s: \"%s\" lacks its =; write %s".formatted(name, entry, example(name)));
      }
      map.put(
          entry.substring(0, at).strip(),
          Config.read(name, entry.substring(at + 1).strip(), reader));
    }
    return map;
  }

  private static String example(String name) {
    return name.equals(Setting.OIDC_ROLES)
        ? "erp-admins=manage+read,auditors=audit+read"
        : "acme-gmbh=acme,acme-inc=acme-us";
  }
}
