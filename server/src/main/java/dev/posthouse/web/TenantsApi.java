package dev.posthouse.web;

import dev.posthouse.access.Keys;
import dev.posthouse.access.Policy;
import dev.posthouse.access.Policy.Decision;
import dev.posthouse.access.Tenant;
import dev.posthouse.access.Tenants;
import dev.posthouse.config.Catalogue;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `/v1/tenants`: the isolation boundaries of this house. For the admin key, but for what a
/// tenant's own keys may see and change of it.
final class TenantsApi {
  private final Tenants tenants;
  private final Keys keys;
  private final Catalogue catalogue;

  TenantsApi(Tenants tenants, Keys keys, Catalogue catalogue) {
    this.tenants = tenants;
    this.keys = keys;
    this.catalogue = catalogue;
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
            .create(name)
            .orElseThrow(() ->
                new Refusal(
                    Problem.of(
                        409,
                        "name_taken",
                        "Something else is in the way",
                        "Another tenant is called \"" + name + "\".")));
    return Answer.json(201, json -> write(json, tenant));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    var slice = paging.slice(tenants.list(), t -> t.id().value());
    return Lists.of(slice.items(), slice.next(), TenantsApi::write);
  }

  private Answer read(Call call) {
    call.query().done();
    return answer(tenants.find(id(call)));
  }

  private Answer change(Call call) throws InterruptedException {
    call.query().done();
    TenantId id = id(call);
    Fields fields = Fields.of(call.json());
    fields.ignore("id", "created");
    Optional<Tenant> before = tenants.find(id);
    fields
        .optionalText("name")
        .filter(name -> before.map(tenant -> !name.equals(tenant.name())).orElse(false))
        .ifPresent(name -> fields.flaw("name", "cannot be changed; leave it out"));
    var unknownTypes = fields.optionalChoice("unknownTypes", Decision.WORDS);
    var invalidData = fields.optionalChoice("invalidData", Decision.WORDS);
    Policy usual = before.map(Tenant::policy).orElse(Policy.USUAL);
    var transport =
        new Policy.Transport(
            fields.bool("requireHttps", usual.transport().https()),
            fields.bool("requireVerifiedTls", usual.transport().verified()));
    fields.done();
    if (!transport.equals(usual.transport()) && !call.caller().admin()) {
      throw new Refusal(adminOnly());
    }
    return answer(
        tenants.change(
            id,
            now ->
                new Policy(
                    unknownTypes.orElse(now.unknownTypes()),
                    invalidData.orElse(now.invalidData()),
                    transport)));
  }

  /// What binds a tenant's managers is not theirs to loosen.
  private static Problem adminOnly() {
    return Problem.of(
        403,
        "forbidden",
        "This key may not do that",
        "requireHttps and requireVerifiedTls are changed with the admin key.");
  }

  private static Answer answer(Optional<Tenant> tenant) {
    return tenant
        .map(there -> Answer.json(200, json -> write(json, there)))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
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
    return switch (tenants.remove(id, keys, this::configured)) {
      case REMOVED -> Answer.nothing();
      case MISSING -> Answer.problem(Problem.notFound());
      case IN_USE ->
          Answer.problem(
              Problem.of(
                  409,
                  "tenant_in_use",
                  "Something else is in the way",
                  "It is the default tenant, or it still has endpoints or event types; delete them first."));
    };
  }

  private boolean configured(TenantId tenant) {
    var now = catalogue.current();
    return !now.endpoints(tenant).isEmpty()
        || !now.subscriptions(tenant).isEmpty()
        || now.eventTypes(tenant).stream().anyMatch(type -> !type.shipped());
  }

  private static void write(JsonGenerator json, Tenant tenant) {
    json.writeStartObject();
    json.writeStringProperty("id", tenant.id().toString());
    json.writeStringProperty("name", tenant.name());
    json.writeStringProperty("created", tenant.created().toString());
    json.writeStringProperty("unknownTypes", tenant.policy().unknownTypes().word());
    json.writeStringProperty("invalidData", tenant.policy().invalidData().word());
    json.writeBooleanProperty("requireHttps", tenant.policy().transport().https());
    json.writeBooleanProperty("requireVerifiedTls", tenant.policy().transport().verified());
    json.writeEndObject();
  }
}
