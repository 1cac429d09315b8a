package dev.posthouse.document;

import dev.posthouse.json.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A group of keys.
enum Section {
  DOCUMENT,
  WEBHOOK,
  SUBSCRIPTION,
  SOURCE,
  AUTH,
  RETRY,
  SECURITY,
  TLS,
  SIGNATURE;

  List<Key> keys() {
    return switch (this) {
      case DOCUMENT -> DocumentKeys.ALL;
      case WEBHOOK -> WebhookKeys.ALL;
      case SUBSCRIPTION -> SubscriptionKeys.ALL;
      case SOURCE -> SourceKeys.ALL;
      case AUTH -> EndpointKeys.AUTH;
      case RETRY -> EndpointKeys.RETRY;
      case SECURITY -> EndpointKeys.SECURITY;
      case TLS -> EndpointKeys.TLS;
      case SIGNATURE -> SignatureKeys.ALL;
    };
  }

  Optional<Key> find(String name) {
    return keys().stream().filter(key -> key.word().is(name)).findFirst();
  }

  /// The key behind which a part of a JSON form stands, in this section or those within it.
  Optional<Key> keyOf(String target) {
    Optional<Key> here =
        keys().stream()
            .filter(key -> key.target().equals(target) && !(key.kind() instanceof Kind.Group))
            .findFirst();
    return here.or(() ->
        keys().stream()
            .map(Key::kind)
            .flatMap(kind ->
                kind instanceof Kind.Group group ? Stream.of(group.section()) : Stream.empty())
            .flatMap(section -> section.keyOf(target).stream())
            .findFirst());
  }

  /// What to do about a key that this section does not have.
  String unknown(String name) {
    Optional<Key> near = near(name);
    if (near.isPresent()) {
      return "unknown key `%s`; did you mean %s?".formatted(name, near.get().word().both());
    }
    Optional<Section> other =
        Arrays.stream(values()).filter(section -> section.find(name).isPresent()).findFirst();
    return other
        .flatMap(Section::groupKey)
        .map(group -> "`%s` belongs into %s".formatted(name, group.word().both()))
        .orElseGet(() -> "unknown key `%s`; known are %s".formatted(name, names()));
  }

  private Optional<Key> near(String name) {
    List<String> known = keys().stream().flatMap(key -> key.word().spellings()).toList();
    Optional<String> spelling = Spelling.nearest(name, known);
    return spelling
        .or(() ->
            known.stream()
                .filter(k -> name.length() > 1 && (k.contains(name) || name.contains(k)))
                .findFirst())
        .flatMap(this::find);
  }

  /// The key that this section stands behind.
  private static Optional<Key> groupKey(Section section) {
    return Arrays.stream(values())
        .flatMap(s -> s.keys().stream())
        .filter(key ->
            switch (key.kind()) {
              case Kind.Group group -> group.section() == section;
              case Kind.Groups groups -> groups.section() == section;
              case Kind.Tls tls -> section == TLS;
              default -> false;
            })
        .findFirst();
  }

  private String names() {
    return String.join(", ", keys().stream().map(key -> key.word().both()).toList());
  }
}
