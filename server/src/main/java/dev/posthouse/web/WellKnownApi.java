package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Tenant;
import dev.posthouse.access.Tenants;
import dev.posthouse.config.PublicKeys;
import dev.posthouse.event.TenantId;
import java.util.List;
import java.util.Optional;

/// `/.well-known/webhooks-keys`: what receivers verify with; open to everybody. A tenant is named
/// by its id alone, which cannot be guessed, and one that there is not has no keys: so nobody
/// learns here which tenants there are.
final class WellKnownApi {
  private static final String JWK_SET = "application/jwk-set+json";
  private static final String NO_KEYS = "{\"keys\":[]}";

  /// A new key signs beside the old one for longer than this.
  private static final String FIVE_MINUTES = "public, max-age=300";

  private final PublicKeys keys;
  private final Tenants tenants;

  WellKnownApi(PublicKeys keys, Tenants tenants) {
    this.keys = keys;
    this.tenants = tenants;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/.well-known/webhooks-keys", Need.NOTHING, this::read));
  }

  private Answer read(Call call) {
    Query query = call.query();
    Optional<String> named = query.text("tenant");
    query.done();
    String set = tenant(named).map(keys::of).orElse(NO_KEYS);
    return Answer.success(200, JWK_SET, set.getBytes(UTF_8)).with("Cache-Control", FIVE_MINUTES);
  }

  private Optional<TenantId> tenant(Optional<String> named) {
    if (named.isEmpty()) {
      return tenants.find(Tenant.DEFAULT);
    }
    try {
      return tenants.find(TenantId.parse(named.get())).map(Tenant::id);
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
