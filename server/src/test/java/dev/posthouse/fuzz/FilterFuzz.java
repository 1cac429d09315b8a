package dev.posthouse.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Filter;
import java.util.List;
import java.util.Optional;

/// Texts as filters, in CEL or in Shopify's language, whose translation means the same.
public final class FilterFuzz {
  private FilterFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    Optional<Filter> filter = Bounded.read(() -> Filter.compile(List.of(text)));
    filter.ifPresent(FilterFuzz::evaluate);
  }

  private static void evaluate(Filter filter) {
    Filter translated = filter.inCel().isEmpty() ? filter : Filter.compile(filter.inCel());
    for (EventView event : SampleEvents.views()) {
      Filter.Result result = Bounded.timed(() -> filter.test(event));
      Bounded.require(
          translated.test(event).getClass().equals(result.getClass()), "translated wrongly");
      if (result instanceof Filter.Rejected no) {
        Bounded.require(!no.because().english().isBlank(), "no reason");
        Bounded.require(!no.because().chinese().isBlank(), "no reason in Chinese");
      }
    }
  }
}
