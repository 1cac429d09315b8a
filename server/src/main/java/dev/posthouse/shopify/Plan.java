package dev.posthouse.shopify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is to be done in a shop so that it has what is wanted: nothing, if it has. What others
/// registered for the same app, at addresses that are not ours, stays as it is.
///
/// @param kept as they should be
/// @param steps in the order in which they are done: nothing is missed in between
record Plan(List<Listed> kept, List<Step> steps) {
  Plan {
    kept = List.copyOf(kept);
    steps = List.copyOf(steps);
  }

  /// A subscription that a shop has.
  record Listed(String id, Subscribed what) {}

  sealed interface Step {
    String topic();

    record Create(Subscribed what) implements Step {
      @Override
      public String topic() {
        return what.topic();
      }
    }

    record Update(String id, Subscribed what) implements Step {
      @Override
      public String topic() {
        return what.topic();
      }
    }

    record Delete(String id, String topic) implements Step {}
  }

  /// @param uri where webhooks come in: what leads there is ours
  /// @param known the ids of what we registered before, wherever it leads
  static Plan of(List<Subscribed> wanted, List<Listed> listed, String uri, Set<String> known) {
    var ours =
        new ArrayList<>(
            listed.stream()
                .filter(l -> known.contains(l.id()) || l.what().uri().equals(uri))
                .toList());
    var kept = new ArrayList<Listed>();
    var missing = new ArrayList<Subscribed>();
    for (Subscribed each : wanted) {
      ours.stream()
          .filter(l -> l.what().equals(each))
          .findFirst()
          .ifPresentOrElse(
              same -> {
                kept.add(same);
                ours.remove(same);
              },
              () -> missing.add(each));
    }
    return new Plan(kept, steps(missing, ours));
  }

  private static List<Step> steps(List<Subscribed> missing, List<Listed> ours) {
    var steps = new ArrayList<Step>();
    var created = new ArrayList<Step>();
    for (Subscribed each : missing) {
      ours.stream()
          .filter(l -> l.what().isLike(each))
          .findFirst()
          .ifPresentOrElse(
              like -> {
                steps.add(new Step.Update(like.id(), each));
                ours.remove(like);
              },
              () -> created.add(new Step.Create(each)));
    }
    steps.addAll(created);
    ours.forEach(left -> steps.add(new Step.Delete(left.id(), left.what().topic())));
    return steps;
  }
}
