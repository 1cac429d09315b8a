package dev.posthouse.web;

import dev.posthouse.access.ApiKey;
import dev.posthouse.access.KeyForm;
import dev.posthouse.access.Keys;
import dev.posthouse.config.MergePatch;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.KeyId;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/v1/keys`: the API keys of a tenant. For the admin key, which names the tenant with
/// `Posthouse-Tenant`. A key's secret is shown when it is made and never again.
final class KeysApi {
  private static final String ALL = "/v1/keys";
  private static final String ONE = "/v1/keys/{id}";

  private final Keys keys;

  KeysApi(Keys keys) {
    this.keys = keys;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Need.ADMIN, this::create),
        new Route("GET", ALL, Need.ADMIN, this::list),
        new Route("GET", ONE, Need.ADMIN, this::read),
        new Route("PATCH", ONE, Need.ADMIN, this::change),
        new Route("DELETE", ONE, Need.ADMIN, this::delete));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    var made = keys.create(call.caller().actor(), call.tenant(), KeyForm.read(call.json()));
    ObjectNode json = form(made.key());
    json.put("secret", made.secret().reveal());
    return Answer.success(201, Answer.JSON, Json.bytes(json));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    return Lists.of(paging.slice(keys.list(call.tenant()), k -> k.id().value()), this::form);
  }

  private Answer read(Call call) {
    call.query().done();
    return answer(keys.find(call.tenant(), call.id(KeyId::parse)));
  }

  private Answer change(Call call) throws InterruptedException {
    call.query().done();
    KeyId id = call.id(KeyId::parse);
    ObjectNode patch = patch(call.json());
    return answer(
        keys.change(
            call.caller().actor(),
            call.tenant(),
            id,
            before -> KeyForm.read(MergePatch.apply(KeyForm.write(before), patch))));
  }

  /// @throws Invalid if it is no object
  static ObjectNode patch(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new Invalid("", "must be an object with the fields that change");
  }

  private Answer answer(Optional<ApiKey> key) {
    return key.map(there -> Answer.success(200, Answer.JSON, Json.bytes(form(there))))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    boolean gone = keys.delete(call.caller().actor(), call.tenant(), call.id(KeyId::parse));
    return gone ? Answer.nothing() : Answer.problem(Problem.notFound());
  }

  private ObjectNode form(ApiKey key) {
    ObjectNode json = KeyForm.write(key);
    keys.lastUsed(key)
        .ifPresentOrElse(
            used -> json.put("lastUsed", used.toString()), () -> json.putNull("lastUsed"));
    return json;
  }
}
