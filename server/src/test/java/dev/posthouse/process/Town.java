package dev.posthouse.process;

import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The addressees as a server knows them: two tenants, an endpoint and a subscription for each.
///
/// @param endpoints the id of each one's endpoint
record Town(Map<Addressee, String> endpoints) {

  /// Makes them on an empty server.
  static Town found(Client client, Receivers receivers) throws Exception {
    client.made(
        "/v1/tenants",
        """
        {"name":"%s"}\
        """
            .formatted(Addressee.BRANCH_OFFICE));
    var endpoints = new EnumMap<Addressee, String>(Addressee.class);
    for (Addressee each : Addressee.values()) {
      Client its = client.as(each.tenant());
      JsonNode endpoint = its.endpoint(each.name(), receivers.url(each), each.fields());
      receivers.trust(each, endpoint.path("signingSecret").asString());
      endpoints.put(each, endpoint.path("id").asString());
      subscribe(its, each, endpoint.path("id").asString());
    }
    return new Town(Map.copyOf(endpoints));
  }

  private static void subscribe(Client client, Addressee addressee, String endpoint)
      throws Exception {
    client.made(
        "/v1/subscriptions",
        """
        {"name":"%s","endpoint":"%s","types":["%s"]%s}\
        """
            .formatted(
                addressee,
                endpoint,
                addressee.types,
                addressee.filter.isEmpty()
                    ? ""
                    : """
                    ,"filter":"%s\"\
                    """
                        .formatted(addressee.filter)));
  }

  String path(Addressee addressee) {
    return "/v1/endpoints/" + endpoints.get(addressee);
  }
}
