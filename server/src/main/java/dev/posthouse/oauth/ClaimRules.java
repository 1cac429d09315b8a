package dev.posthouse.oauth;

import dev.posthouse.access.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the claims of a token mean here: for which tenants it speaks and with which roles.
///
/// @param tenantClaim where the tenants stand; empty: nowhere
/// @param tenants what its values mean; empty: each is the name of a tenant
/// @param usualTenant for tokens whose claim is not there; empty: such a token speaks for none
/// @param rolesClaim where the roles stand
/// @param roles what its values mean; empty: each is the name of a role
public record ClaimRules(
    String tenantClaim,
    Map<String, String> tenants,
    String usualTenant,
    String rolesClaim,
    Map<String, Set<Role>> roles) {
  public ClaimRules {
    tenants = Map.copyOf(tenants);
    roles = Map.copyOf(roles);
  }

  /// The names of tenants, in the order of the token; those that only look like one are left to the
  /// look-up.
  Set<String> tenants(JsonNode claims) {
    Optional<JsonNode> claim = claim(claims, tenantClaim);
    var names = new LinkedHashSet<String>();
    claim.stream()
        .flatMap(ClaimRules::texts)
        .flatMap(value -> meaning(tenants, value, value).stream())
        .forEach(names::add);
    if (claim.isEmpty() && !usualTenant.isEmpty()) {
      names.add(usualTenant);
    }
    return names;
  }

  /// Values that mean no role are passed over: an issuer has roles for others too.
  Set<Role> roles(JsonNode claims) {
    var found = EnumSet.noneOf(Role.class);
    claim(claims, rolesClaim).stream()
        .flatMap(ClaimRules::words)
        .forEach(value -> found.addAll(meaning(roles, value, named(value)).orElse(Set.of())));
    return found;
  }

  private static <T> Optional<T> meaning(Map<String, T> meanings, String value, T itself) {
    return meanings.isEmpty() ? Optional.of(itself) : Optional.ofNullable(meanings.get(value));
  }

  private static Set<Role> named(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> role.word().equals(word))
        .findFirst()
        .map(Set::of)
        .orElse(Set.of());
  }

  /// A name may hold dots (`https://example.com/roles`); else they lead inwards
  /// (`realm_access.roles`).
  private static Optional<JsonNode> claim(JsonNode claims, String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    JsonNode found = claims.path(path);
    if (found.isMissingNode()) {
      found = claims;
      for (String name : List.of(path.split("\\.", -1))) {
        found = found.path(name);
      }
    }
    return Optional.of(found).filter(node -> !node.isMissingNode() && !node.isNull());
  }

  /// A list of texts, or one text with spaces between, as `scope` has it.
  private static Stream<String> words(JsonNode claim) {
    return claim.isString() ? Arrays.stream(claim.stringValue().split(" ")) : texts(claim);
  }

  /// A list of texts, or one text: it is not taken apart, for its owner may have chosen it.
  private static Stream<String> texts(JsonNode claim) {
    return (claim.isArray() ? claim.valueStream() : Stream.of(claim))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue);
  }
}
