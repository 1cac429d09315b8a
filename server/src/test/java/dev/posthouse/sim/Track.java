package dev.posthouse.sim;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One delivery beside the model: where it was when it was last looked at, and what people have
/// wished since that has not shown yet.
final class Track {
  private @Nullable Seen last;
  private int wishes;
  private boolean cancelWished;
  private int tries;

  /// One way that may have been taken: how far into the attempts, with how many wishes granted.
  private record Way(State state, int tried, int granted) {}

  Optional<Seen> last() {
    return Optional.ofNullable(last);
  }

  /// How many attempts of it are written.
  int tries() {
    return tries;
  }

  void wishRetry() {
    wishes++;
  }

  void wishCancel() {
    cancelWished = true;
  }

  /// Looks again; `removed` says that its endpoint is gone. Returns what is wrong, if anything is.
  Optional<String> look(Seen now, List<Tried> tried, boolean removed) {
    Set<Way> ways = ways(tried, removed);
    Optional<Way> taken =
        ways.stream()
            .filter(way -> way.tried == tried.size() && way.state.allows(now))
            .min((one, other) -> Integer.compare(one.granted, other.granted));
    if (taken.isEmpty()) {
      return Optional.of(wrong(now, tried, ways));
    }
    wishes -= taken.get().granted;
    tries += tried.size();
    last = now;
    return Optional.empty();
  }

  private Set<Way> ways(List<Tried> tried, boolean removed) {
    var known = new HashSet<Way>();
    var open = new ArrayDeque<Way>();
    (last == null ? State.births() : Stream.of(State.of(last)))
        .map(state -> new Way(state, 0, 0))
        .forEach(open::add);
    while (!open.isEmpty()) {
      Way way = open.remove();
      if (known.add(way)) {
        next(way, tried, removed).forEach(open::add);
      }
    }
    return known;
  }

  private Stream<Way> next(Way way, List<Tried> tried, boolean removed) {
    State state = way.state;
    Stream<Way> attempt =
        way.tried < tried.size()
            ? state
                .tried(tried.get(way.tried))
                .map(after -> new Way(after, way.tried + 1, way.granted))
            : Stream.empty();
    boolean wanted = way.granted < wishes && (state.open().isPresent() || !state.end().isEmpty());
    Stream<Way> wish =
        wanted
            ? Stream.of(new Way(state.wanted(tries + way.tried), way.tried, way.granted + 1))
            : Stream.empty();
    Stream<State> others =
        Stream.of(
                cancelWished ? state.cancelled() : Stream.<State>empty(),
                state.dropped(),
                removed ? state.removed() : Stream.<State>empty())
            .flatMap(all -> all);
    return Stream.concat(
        Stream.concat(attempt, wish), others.map(s -> new Way(s, way.tried, way.granted)));
  }

  private String wrong(Seen now, List<Tried> tried, Set<Way> ways) {
    List<State> allowed =
        ways.stream().filter(way -> way.tried == tried.size()).map(Way::state).toList();
    return "was %s; then %s; may be %s; is %s"
        .formatted(last == null ? "not there" : last, tried, allowed, now);
  }
}
