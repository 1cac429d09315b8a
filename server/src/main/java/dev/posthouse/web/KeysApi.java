package dev.posthouse.web;

import dev.posthouse.access.ApiKey;
import dev.posthouse.access.Keys;
import dev.posthouse.access.Role;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.KeyId;
import dev.posthouse.json.Fields;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/// `/v1/keys`: the API keys of a tenant. For the admin key, which names the tenant with
/// `Posthouse-Tenant`. A key's secret is shown when it is made and never again.
final class KeysApi {
  private static final int LONGEST_NAME = 200;

  private final Keys keys;

  KeysApi(Keys keys) {
    this.keys = keys;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", "/v1/keys", Need.ADMIN, this::create),
        new Route("GET", "/v1/keys", Need.ADMIN, this::list),
        new Route("DELETE", "/v1/keys/{id}", Need.ADMIN, this::delete));
  }

  private Answer create(Call call) throws InterruptedException {
    call.query().done();
    Fields fields = Fields.of(call.json());
    String name = fields.required("name", "", KeysApi::name);
    List<Role> roles = fields.list("roles", Role::parse);
    fields.done();
    if (roles.isEmpty()) {
      throw new Invalid("/roles", "names no role; write [\"publish\"], or more of them");
    }
    Set<Role> set = EnumSet.copyOf(roles);
    var made = keys.create(call.tenant(), name, set);
    return Answer.json(
        201,
        json -> {
          json.writeStartObject();
          fields(json, made.key());
          json.writeStringProperty("secret", made.secret().reveal());
          json.writeEndObject();
        });
  }

  private static String name(String text) {
    if (text.isBlank() || text.length() > LONGEST_NAME || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "is a name of 1 to " + LONGEST_NAME + " characters, such as \"erp\"");
    }
    return text;
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    query.done();
    var slice = paging.slice(keys.list(call.tenant()), k -> k.id().value());
    return Lists.of(slice.items(), slice.next(), KeysApi::write);
  }

  private Answer delete(Call call) throws InterruptedException {
    call.query().done();
    boolean gone = keys.delete(call.tenant(), call.id(KeyId::parse));
    return gone ? Answer.nothing() : Answer.problem(Problem.notFound());
  }

  private static void write(JsonGenerator json, ApiKey key) {
    json.writeStartObject();
    fields(json, key);
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, ApiKey key) {
    json.writeStringProperty("id", key.id().toString());
    json.writeStringProperty("name", key.name());
    json.writeArrayPropertyStart("roles");
    key.roles().stream().sorted().forEach(role -> json.writeString(role.word()));
    json.writeEndArray();
    json.writeStringProperty("created", key.created().toString());
  }
}
