package dev.posthouse.access;

import dev.posthouse.event.NewEvent;
import dev.posthouse.rule.TypePattern;
import java.util.List;
import java.util.Optional;

/// What a key may publish.
///
/// @param sources of these sources only, exactly; empty: of any
/// @param types of types that one of these patterns names; empty: of any
/// @param organisation what every event is of; empty: what the event says
public record Publishing(List<String> sources, List<TypePattern> types, String organisation) {
  public static final Publishing ANYTHING = new Publishing(List.of(), List.of(), "");

  public Publishing {
    sources = List.copyOf(sources);
    types = List.copyOf(types);
  }

  /// Why the key may not publish an event; empty if it may.
  public Optional<String> refusal(NewEvent event) {
    String source = event.origin().source();
    if (!sources.isEmpty() && !sources.contains(source)) {
      String said = source.isEmpty() ? "without a source" : "of the source \"" + source + "\"";
      return Optional.of("This key may not publish events " + said + ".");
    }
    if (!types.isEmpty() && types.stream().noneMatch(type -> type.matches(event.type()))) {
      return Optional.of("This key may not publish events of the type \"" + event.type() + "\".");
    }
    String said = event.envelope().organisation();
    return organisation.isEmpty() || organisation.equals(said)
        ? Optional.empty()
        : Optional.of("This key may not publish events of the organisation \"" + said + "\".");
  }

  /// The organisation of an event that says `said`, empty if it says none.
  public String organisation(String said) {
    return said.isEmpty() ? organisation : said;
  }
}
