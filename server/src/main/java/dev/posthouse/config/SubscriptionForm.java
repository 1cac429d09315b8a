package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypePattern;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of [Subscription]: read with every check, types, filter and payload compiled.
public final class SubscriptionForm {
  static final int MOST_PATTERNS = 200;
  private static final EndpointId NO_ENDPOINT = new EndpointId(0);

  private SubscriptionForm() {}

  /// What the JSON form does not say.
  record Identity(SubscriptionId id, TenantId tenant, long revision) {}

  /// Whether the endpoint exists is for the caller to see.
  ///
  /// @throws Invalid with every flaw
  static Subscription read(JsonNode json, Identity identity) {
    Fields fields = Fields.of(json);
    fields.ignore("id", "revision", "status", "warnings", "filterInCel");
    Filter filter = filter(fields);
    var subscription =
        new Subscription(
            identity.id(),
            identity.tenant(),
            Names.read(fields),
            identity.revision(),
            fields.required("endpoint", NO_ENDPOINT, EndpointId::parse),
            types(fields),
            filter,
            BodyForm.read(fields),
            fields.bool("enabled", true),
            Pinned.read(fields),
            ConditionsForm.read(fields, filter.changed()));
    fields.done();
    return subscription;
  }

  /// What `wanted` makes of a subscription; `before` itself if nothing differs.
  ///
  /// @throws Invalid with every flaw
  static Subscription revise(Subscription before, long revision, JsonNode wanted) {
    Subscription after = read(wanted, new Identity(before.id(), before.tenant(), revision));
    boolean same = write(after).put("revision", before.revision()).equals(write(before));
    return same ? before : after;
  }

  private static List<TypePattern> types(Fields fields) {
    List<TypePattern> types = fields.list("types", TypePattern::new);
    if (!fields.has("types")) {
      fields.flaw(
          "types", "is missing; write [\"sales_order.created\"], [\"sales_order.*\"] or [\"*\"]");
    } else if (isEmptyList(fields.whole().path("types"))) {
      fields.flaw("types", "must hold at least one type, such as sales_order.* or *");
    } else if (types.size() > MOST_PATTERNS) {
      fields.flaw("types", "has " + types.size() + " entries; at most " + MOST_PATTERNS);
    }
    return types;
  }

  private static boolean isEmptyList(JsonNode node) {
    return node.isArray() && node.isEmpty();
  }

  private static Filter filter(Fields fields) {
    boolean single = fields.node("filter").filter(JsonNode::isString).isPresent();
    List<String> texts =
        single ? fields.optionalText("filter").stream().toList() : fields.texts("filter");
    try {
      return Filter.compile(texts);
    } catch (Invalid e) {
      fields.flaws(new Invalid(e.flaws().stream().map(f -> placed(f, single)).toList()));
      return Filter.compile(List.of());
    }
  }

  /// A filter of one text is at `/filter`, an item of a list at `/filter/0`, however it was
  /// compiled.
  private static Flaw placed(Flaw flaw, boolean single) {
    String pointer = flaw.pointer();
    if (single) {
      return new Flaw("/filter", flaw.message());
    }
    return pointer.equals("/filter") ? new Flaw("/filter/0", flaw.message()) : flaw;
  }

  /// What the form says of a subscription that says nothing but what it must.
  public static ObjectNode defaults() {
    ObjectNode least = Json.object().put("name", "least").put("endpoint", NO_ENDPOINT.toString());
    least.putArray("types").add("*");
    var nobody = new Identity(new SubscriptionId(0), new TenantId(0), 0);
    ObjectNode form = write(read(least, nobody));
    form.remove(List.of("id", "name", "endpoint", "types", "revision"));
    return form;
  }

  /// The form that [#read] takes, with all defaults written out, and what a filter in another
  /// language means.
  public static ObjectNode write(Subscription subscription) {
    ObjectNode json = Json.object();
    json.put("id", subscription.id().toString());
    json.put("name", subscription.name());
    json.put("endpoint", subscription.endpoint().toString());
    var types = json.putArray("types");
    subscription.types().forEach(type -> types.add(type.text()));
    List<String> texts = subscription.filter().texts();
    if (texts.size() == 1) {
      json.put("filter", texts.getFirst());
    } else if (!texts.isEmpty()) {
      texts.forEach(json.putArray("filter")::add);
    }
    List<String> translated = subscription.filter().inCel();
    if (!translated.isEmpty()) {
      translated.forEach(json.putArray("filterInCel")::add);
    }
    BodyForm.write(json, subscription.body());
    if (!subscription.versions().isEmpty()) {
      ObjectNode versions = json.putObject("versions");
      new TreeMap<>(subscription.versions()).forEach(versions::put);
    }
    ConditionsForm.write(json, subscription.conditions());
    json.put("enabled", subscription.enabled());
    json.put("revision", subscription.revision());
    return json;
  }
}
