package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Verification.Refused;
import java.util.List;
import java.util.Optional;

/// What is wrong with the number of values of a header that a scheme needs.
final class Headers {
  private Headers() {}

  static Optional<Refused> refusal(Request request, String name) {
    List<String> values = request.values(name);
    if (values.isEmpty()) {
      return Optional.of(new Refused(Refusal.MISSING_HEADER, "The header " + name + " is missing"));
    }
    return values.size() == 1
        ? Optional.empty()
        : Optional.of(new Refused(Refusal.REPEATED_HEADER, "The header " + name + " is repeated"));
  }
}
