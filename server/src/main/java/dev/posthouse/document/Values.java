package dev.posthouse.document;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values that stand for a document's placeholders. A placeholder is a whole value such as
/// `[ORDERS_TOKEN]`, in a field that may have one.
final class Values {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[([A-Z][A-Z0-9_]*)]");

  private final Map<String, String> given;
  private final Set<String> asked = new TreeSet<>();

  Values(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// The name of the placeholder that a node is. Without quotes YAML takes `[NAME]` for a list of
  /// one; it is a placeholder all the same.
  static Optional<String> placeholder(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> placeholder(scalar.text());
      case Node.Items items when items.flow() && items.items().size() == 1 ->
          items.items().getFirst() instanceof Node.Scalar scalar
                  && scalar.plain()
                  && isName(scalar.text())
              ? Optional.of(scalar.text())
              : Optional.empty();
      case Node.Items items -> Optional.empty();
      case Node.Entries entries -> Optional.empty();
    };
  }

  static Optional<String> placeholder(String text) {
    Matcher form = PLACEHOLDER.matcher(text.strip());
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }

  /// The value for a placeholder, which may be empty; without one that is a finding.
  Optional<String> of(String name, Place place, Findings findings) {
    asked.add(name);
    Optional<String> value = Optional.ofNullable(given.get(name));
    if (value.isEmpty()) {
      findings.missing(name);
      findings.add(
          place.mark(),
          place.pointer(),
          "no value is given for [%s]; give it: values.%s, or --set %s=…"
              .formatted(name, name, name));
    }
    return value;
  }

  /// The names that were given for nothing.
  Set<String> unused() {
    var unused = new TreeSet<>(given.keySet());
    unused.removeAll(asked);
    return unused;
  }
}
