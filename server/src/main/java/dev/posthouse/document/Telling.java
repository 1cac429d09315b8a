package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import java.util.List;

/// Tells what is wrong with JSON forms in the words and at the places of the document that they
/// came from.
///
/// @param top where the document begins
record Telling(Content content, Mark top, Findings findings) {
  private static final String SOURCES = "/sources";

  /// Pointers begin as those of `BulkChanges` do.
  void tell(List<Flaw> flaws) {
    for (Flaw flaw : flaws) {
      String[] parts = flaw.pointer().split("/", 4);
      if (flaw.pointer().startsWith(SOURCES)) {
        String rest = flaw.pointer().substring(SOURCES.length());
        tellOfSources(List.of(new Flaw(rest, flaw.message())));
      } else if (parts.length < 3) {
        findings.add(top, "", flaw.message());
      } else {
        tell(flaw, parts);
      }
    }
  }

  private void tell(Flaw flaw, String[] parts) {
    Webhook webhook = content.webhooks().get(Integer.parseInt(parts[1]));
    if (parts[2].equals("endpoint")) {
      String target = flaw.pointer().substring(parts[1].length() + "//endpoint".length());
      webhook.endpoint().tell(target, flaw.message(), findings);
    } else {
      String[] rest = parts[3].split("/", 2);
      Draft draft = webhook.subscriptions().get(Integer.parseInt(rest[0]));
      draft.tell(rest.length > 1 ? "/" + rest[1] : "", flaw.message(), findings);
    }
  }

  /// Pointers begin with the number of the source.
  void tellOfSources(List<Flaw> flaws) {
    for (Flaw flaw : flaws) {
      String[] parts = flaw.pointer().split("/", 3);
      if (parts.length < 2) {
        findings.add(top, "", flaw.message());
      } else {
        Draft draft = content.sources().get(Integer.parseInt(parts[1]));
        draft.tell(parts.length > 2 ? "/" + parts[2] : "", flaw.message(), findings);
      }
    }
  }
}
