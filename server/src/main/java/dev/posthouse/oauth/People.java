package dev.posthouse.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.access.Shown;
import dev.posthouse.access.Tenants;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.Inquiries;
import dev.posthouse.work.Tasks;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/// People and services that show a token of the issuer: who they are, for which tenant they ask and
/// what they may do.
public final class People {
  /// Longer tokens are not looked at. Those with the groups of a large directory stay below.
  public static final int LONGEST_TOKEN = 12 * 1024;

  /// Before the subject of a token, where it is written down who did something.
  public static final String PREFIX = "oidc:";

  private static final int LONGEST_NAME = 200;

  /// Tokens that were found good, so that one which publishes is verified once.
  private static final int KEPT = 10_000;

  private final ClaimRules rules;
  private final Tenants tenants;
  private final IssuerKeys keys;
  private final TokenCheck check;
  private final InstantSource clock;
  private final Cache<ByteBuffer, Known> good = Caffeine.newBuilder().maximumSize(KEPT).build();

  /// What the outside gives.
  public record Outside(
      Inquiries inquiries, Tasks tasks, InstantSource clock, LongSupplier nanos) {}

  public People(Issuer issuer, Tenants tenants, Outside outside) {
    this.rules = issuer.rules();
    this.tenants = tenants;
    this.clock = outside.clock();
    var discovery = new Discovery(issuer, outside.inquiries());
    this.keys = new IssuerKeys(discovery, outside.tasks(), outside.nanos());
    this.check = new TokenCheck(issuer, keys, clock);
  }

  /// @param set the number of the key set that vouched for the token
  private record Known(String who, Set<String> tenants, Set<Role> roles, Instant until, long set) {}

  /// Whether what was shown could be a token: three parts, the first of which begins as JSON in
  /// base64 does. Keys of ours look otherwise.
  public static boolean isToken(String bearer) {
    int first = bearer.indexOf('.');
    return bearer.startsWith("eyJ") && first > 0 && bearer.indexOf('.', first + 1) > 0;
  }

  public Authentication authenticate(Shown shown) throws InterruptedException {
    String token = shown.bearer();
    if (token.length() > LONGEST_TOKEN) {
      return new Authentication.BadToken(
          "it is longer than " + LONGEST_TOKEN / 1024 + " KB; have the issuer leave claims out");
    }
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token));
    Known known = good.getIfPresent(hash);
    if (known != null && good(known)) {
      return granted(known, shown);
    }
    return switch (check.check(token)) {
      case Checked.Bad bad -> new Authentication.BadToken(bad.why());
      case Checked.Undecided away -> new Authentication.Undecided();
      case Checked.Good genuine -> {
        Known fresh = known(genuine);
        good.put(hash, fresh);
        yield granted(fresh, shown);
      }
    };
  }

  private boolean good(Known known) {
    return clock.instant().isBefore(known.until()) && keys.set() == known.set();
  }

  private Known known(Checked.Good token) {
    JsonNode claims = token.claims();
    return new Known(
        who(claims), rules.tenants(claims), rules.roles(claims), token.until(), token.set());
  }

  /// The subject; of a service that has none, its client.
  private static String who(JsonNode claims) {
    for (String claim : new String[] {"sub", "client_id", "azp"}) {
      String name = claims.path(claim).asString("").replaceAll("[\\p{Cntrl}\\s]", "?");
      if (!name.isEmpty()) {
        return PREFIX + name.substring(0, Math.min(name.length(), LONGEST_NAME));
      }
    }
    return PREFIX + "?";
  }

  private Authentication granted(Known known, Shown shown) {
    Optional<String> wanted = shown.tenant();
    var own = new LinkedHashSet<TenantId>();
    known.tenants().forEach(name -> tenants.find(name).ifPresent(own::add));
    if (wanted.isPresent()) {
      Optional<TenantId> named = tenants.find(wanted.get()).filter(own::contains);
      return named
          .map(tenant -> caller(tenant, known, shown))
          .orElseGet(() -> new Authentication.UnknownTenant(wanted.get()));
    }
    return switch (own.size()) {
      case 0 -> new Authentication.NoAccess("This token speaks for no tenant that is here.");
      case 1 -> caller(own.getFirst(), known, shown);
      default ->
          new Authentication.NoAccess(
              "This token speaks for several tenants: say which with Posthouse-Tenant.");
    };
  }

  private Authentication caller(TenantId tenant, Known known, Shown shown) {
    var caller = new Caller(tenant, known.roles(), known.who(), shown.from());
    return tenants.admit(caller, () -> good(known));
  }
}
