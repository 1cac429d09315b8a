package dev.posthouse.access;

import dev.posthouse.access.Policy.Decision;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.SearchFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A tenant as JSON.
public final class TenantForm {
  private TenantForm() {}

  /// What `before` becomes; its name stays.
  ///
  /// @throws Invalid with every flaw
  public static Tenant read(JsonNode json, Tenant before) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "created");
    fields
        .optionalText("name")
        .filter(name -> !name.equals(before.name()))
        .ifPresent(name -> fields.flaw("name", "cannot be changed; leave it out"));
    Policy usual = Policy.USUAL;
    var policy =
        new Policy(
            fields.choice("unknownTypes", usual.unknownTypes(), Decision.WORDS),
            fields.choice("invalidData", usual.invalidData(), Decision.WORDS),
            new Policy.Transport(
                fields.bool("requireHttps", usual.transport().https()),
                fields.bool("requireVerifiedTls", usual.transport().verified())),
            SearchFields.read(fields));
    Admission admission = TermsForm.admission(fields);
    Keeping keeping = Keeping.read(fields);
    fields.done();
    return new Tenant(before.id(), before.name(), before.created(), policy, admission, keeping);
  }

  public static ObjectNode write(Tenant tenant) {
    ObjectNode json = Json.object();
    json.put("id", tenant.id().toString());
    json.put("name", tenant.name());
    json.put("created", tenant.created().toString());
    json.put("unknownTypes", tenant.policy().unknownTypes().word());
    json.put("invalidData", tenant.policy().invalidData().word());
    json.put("requireHttps", tenant.policy().transport().https());
    json.put("requireVerifiedTls", tenant.policy().transport().verified());
    tenant.policy().searchable().write(json);
    TermsForm.write(json, tenant.admission());
    tenant.keeping().write(json);
    return json;
  }
}
