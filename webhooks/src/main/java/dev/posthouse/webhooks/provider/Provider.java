package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.change.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A provider of webhooks. A receiver asks [#greet(Request)] before it verifies, verifies by one of
/// [#schemes()], then calls [#read(Request)], stores the events, and answers as [#answer(Outcome)]
/// says. The known ones are in [Providers]; [CustomProvider] is one that its user describes.
public interface Provider {
  /// How it is called in settings and event types: lower-case letters and digits.
  String name();

  /// What is known of it.
  Facts facts();

  /// How it proves who it is, by a name; the first is the usual one.
  Map<String, Scheme> schemes();

  /// The usual scheme.
  default Scheme scheme() {
    return schemes().values().iterator().next();
  }

  /// The answer to a request that comes unsigned by design and is no event, such as a probe when an
  /// address is saved; empty for all others. It tells nothing and changes nothing.
  default Optional<Answer> greet(Request request) {
    return Optional.empty();
  }

  /// What a request that was verified says. Never throws for what was received.
  Reading read(Request request);

  /// The same with what was verified. An id that the signature covers goes before those in other
  /// headers, which anybody could add to a request that he repeats.
  default Reading read(Request request, Verified verified) {
    return read(request);
  }

  /// What an event says itself of changes, by the names that the provider has for its fields, such
  /// as `title`; empty if it says nothing of them. Where it names fields alone, a change has
  /// neither before nor after. As with all that providers say, see the classes for how far it is
  /// known.
  ///
  /// @param type of the event, such as `github.issues.edited`
  /// @param data of the event
  default Optional<List<Change>> changes(String type, Json data) {
    return Optional.empty();
  }

  /// What to answer. The body says what was done with the events, unless the provider wants
  /// another.
  default Answer answer(Outcome outcome) {
    return Answer.json(outcome);
  }
}
