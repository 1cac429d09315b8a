package dev.posthouse.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Whether a soak was flat: what the line through its minutes (without the first fifth, in which
/// the process warms up) gains from its beginning to its end, against what it may gain.
final class Verdict {
  private static final int WARM_UP = 5;

  /// Connections and threads of other things that happen to run.
  private static final int SPARE = 12;

  private final List<Minute> minutes;
  private final List<String> broken = new ArrayList<>();

  Verdict(List<Minute> all) {
    minutes = all.subList(all.size() / WARM_UP, all.size());
  }

  /// What was not flat.
  List<String> broken() {
    flat("resident memory in MB", m -> (double) m.vitals().resident() / 1024, 40);
    flat("live heap in MB", m -> (double) m.vitals().heap() / 1024, 15);
    flat("threads", m -> m.vitals().threads(), SPARE);
    flat("open files", m -> m.vitals().files(), SPARE);
    flat("p50 in ms", m -> Minute.millis(m.median()), 0);
    flat("p99 in ms", m -> Minute.millis(m.most()), 20);
    return broken;
  }

  /// @param spare what it may gain beside a tenth of itself
  private void flat(String what, ToDoubleFunction<Minute> value, double spare) {
    double mean = minutes.stream().mapToDouble(value).average().orElse(0);
    double gain = slope(value, mean) * (minutes.size() - 1);
    double most = mean / 10 + spare;
    String line =
        String.format(Locale.ROOT, "%s: mean %.1f, gained %.1f of %.1f", what, mean, gain, most);
    System.out.println((gain <= most ? "flat      " : "NOT FLAT  ") + line);
    if (gain > most) {
      broken.add(line);
    }
  }

  /// Of the line that fits best, for each minute.
  private double slope(ToDoubleFunction<Minute> value, double mean) {
    double middle = (minutes.size() - 1) / 2.0;
    double above = 0;
    double below = 0;
    for (int i = 0; i < minutes.size(); i++) {
      above += (i - middle) * (value.applyAsDouble(minutes.get(i)) - mean);
      below += (i - middle) * (i - middle);
    }
    return below == 0 ? 0 : above / below;
  }

  /// Whether something is left of a load that is over.
  static boolean leftOver(Vitals before, Vitals after) {
    return after.threads() > before.threads() + SPARE || after.files() > before.files() + SPARE;
  }
}
