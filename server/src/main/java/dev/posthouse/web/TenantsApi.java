package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Keys;
import dev.posthouse.access.Tenant;
import dev.posthouse.access.TenantForm;
import dev.posthouse.access.Tenants;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.MergePatch;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/tenants`: the isolation boundaries of this house. For the admin key, but for what a
/// tenant's own keys may see and change of it.
final class TenantsApi {
  private final Tenants tenants;
  private final Keys keys;
  private final Catalogue catalogue;
  private final Api.Receiving receiving;

  TenantsApi(Tenants tenants, Keys keys, Catalogue catalogue, Api.Receiving receiving) {
    this.tenants = tenants;
    this.keys = keys;
    this.catalogue = catalogue;
    this.receiving = receiving;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/tenants", Need.ADMIN, this::create),
        new Route("GET", "/v1/tenants", Need.ADMIN, this::list),
        new Route("GET", "/v1/tenants/{id}", Need.READ, this::read),
        new Route("PATCH", "/v1/tenants/{id}", Need.MANAGE, this::change),
        new Route("DELETE", "/v1/tenants/{id}", Need.ADMIN, this::delete));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    Fields fields = Fields.of(call.json());
    String name = fields.required("name", "", Tenants::name);
    fields.done();
    Tenant tenant =
        tenants
            .create(call.caller().actor(), name)
            .orElseThrow(() ->
                new Refusal(
                    Problem.of(
                        409,
                        "name_taken",
                        "Something else is in the way",
                        "Another tenant is called \"" + name + "\".")));
    return answer(201, tenant);
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    var slice = paging.slice(tenants.list(), t -> t.id().value());
    return Lists.of(slice, TenantForm::write);
  }

  private Answer read(Call call) {
    call.query().done();
    return answer(tenants.find(id(call)));
  }

  private Answer change(Call call) throws InterruptedException {
    call.query().done();
    TenantId id = id(call);
    ObjectNode patch = KeysApi.patch(call.json());
    return answer(
        tenants.change(call.caller().actor(), id, before -> changed(call.caller(), before, patch)));
  }

  private static Tenant changed(Caller caller, Tenant before, ObjectNode patch) {
    Tenant after = TenantForm.read(MergePatch.apply(TenantForm.write(before), patch), before);
    boolean same =
        after.admission().equals(before.admission())
            && after.keeping().equals(before.keeping())
            && after.policy().transport().equals(before.policy().transport());
    if (!caller.admin() && !same) {
      throw new Refusal(adminOnly());
    }
    return after;
  }

  /// What binds a tenant's managers is not theirs to loosen.
  private static Problem adminOnly() {
    return Problem.of(
        403,
        "forbidden",
        "This key may not do that",
        "requireHttps, requireVerifiedTls, retention, allowedIps and publishRate are changed with the admin key.");
  }

  private static Answer answer(Optional<Tenant> tenant) {
    return tenant
        .map(there -> answer(200, there))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }

  private static Answer answer(int status, Tenant tenant) {
    return Answer.success(status, Answer.JSON, Json.bytes(TenantForm.write(tenant)));
  }

  /// The tenant of the path, if the caller may ask for it.
  private static TenantId id(Call call) {
    TenantId id = call.id(TenantId::parse);
    if (!call.caller().admin() && !id.equals(call.tenant())) {
      throw new Refusal(Problem.notFound());
    }
    return id;
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    TenantId id = call.id(TenantId::parse);
    return switch (tenants.remove(call.caller().actor(), id, keys, this::configured)) {
      case REMOVED -> Answer.nothing();
      case MISSING -> Answer.problem(Problem.notFound());
      case IN_USE ->
          Answer.problem(
              Problem.of(
                  409,
                  "tenant_in_use",
                  "Something else is in the way",
                  "It is the default tenant, or it still has endpoints, sources, apps of Shopify's or event types; delete them first."));
    };
  }

  private boolean configured(TenantId tenant) {
    var now = catalogue.current();
    return !now.endpoints(tenant).isEmpty()
        || !now.subscriptions(tenant).isEmpty()
        || !receiving.sources().list(tenant).isEmpty()
        || !receiving.shopify().apps().list(tenant).isEmpty()
        || now.eventTypes(tenant).stream().anyMatch(type -> !type.shipped());
  }
}
