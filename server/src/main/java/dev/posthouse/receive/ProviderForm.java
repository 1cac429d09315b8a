package dev.posthouse.receive;

import dev.posthouse.json.Fields;
import dev.posthouse.json.Spelling;
import dev.posthouse.webhooks.OpenScheme;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.provider.CustomProvider;
import dev.posthouse.webhooks.provider.Place;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.Providers;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The part of a source's JSON form that says who sends: a known provider by its name, or one that
/// its user describes.
final class ProviderForm {
  private static final int MOST_PLACES = 10;

  /// Where none could be read.
  static final Provider NONE =
      new CustomProvider("none", new OpenScheme(), List.of(), List.of(), List.of(), List.of());

  private ProviderForm() {}

  /// @param scheme by its name
  /// @param custom its description, for one that is not known here
  record Chosen(Provider provider, String scheme, Optional<ObjectNode> custom) {}

  /// Empty where the fields have a flaw.
  static Optional<Chosen> read(Fields fields) {
    String name = fields.text("provider");
    Optional<Provider> known = Providers.named(name);
    Optional<Fields> custom = fields.object("custom");
    if (known.isPresent()) {
      if (custom.isPresent()) {
        fields.flaw("custom", "\"" + name + "\" is known; leave it out, or name another provider");
      }
      return Optional.of(preset(fields, known.get()));
    }
    if (custom.isEmpty()) {
      if (!name.isBlank()) {
        fields.flaw("provider", unknown(name));
      }
      return Optional.empty();
    }
    if (fields.has("scheme")) {
      fields.flaw("scheme", "belongs into custom, as an object");
    }
    return described(fields, name, custom.get());
  }

  private static String unknown(String name) {
    List<String> names = Providers.all().stream().map(Provider::name).toList();
    String hint = Spelling.hint(name, names);
    return "there is no provider \""
        + name
        + "\""
        + (hint.isEmpty() ? "; known are " + String.join(", ", names) : hint)
        + " Describe another one in custom.";
  }

  private static Chosen preset(Fields fields, Provider provider) {
    List<String> schemes = List.copyOf(provider.schemes().keySet());
    String scheme = fields.optionalText("scheme").orElse(schemes.getFirst());
    if (!schemes.contains(scheme)) {
      fields.flaw(
          "scheme",
          "\"%s\" is none of those of %s: %s"
              .formatted(scheme, provider.name(), String.join(", ", schemes)));
    }
    return new Chosen(provider, scheme, Optional.empty());
  }

  private static Optional<Chosen> described(Fields fields, String name, Fields custom) {
    Optional<Scheme> scheme = custom.object("scheme").flatMap(SchemeForm::read);
    if (!custom.has("scheme")) {
      custom.flaw("scheme", "is missing; say how it signs, such as " + SchemeForm.EXAMPLE);
    }
    List<Place> told = places(custom, "topic");
    List<Place> topic = told.isEmpty() ? List.of(Place.parse("path:*")) : told;
    List<Place> subject = places(custom, "subject");
    List<Place> time = places(custom, "time");
    List<Place> key = places(custom, "key");
    if (scheme.isEmpty()) {
      return Optional.empty();
    }
    try {
      Provider provider = new CustomProvider(name, scheme.get(), topic, subject, time, key);
      ObjectNode form = custom.whole().deepCopy();
      return Optional.of(
          new Chosen(provider, provider.schemes().keySet().iterator().next(), Optional.of(form)));
    } catch (IllegalArgumentException e) {
      fields.flaw("provider", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static List<Place> places(Fields custom, String name) {
    List<Place> places = custom.list(name, Place::parse);
    if (places.size() > MOST_PLACES) {
      custom.flaw(name, "has more than " + MOST_PLACES + " entries");
    }
    return places;
  }
}
