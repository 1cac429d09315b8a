package dev.posthouse.document;

import dev.posthouse.access.Vault;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Journal;
import dev.posthouse.config.SourceBook;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.TenantId;
import dev.posthouse.receive.Sources;
import dev.posthouse.testing.SteppedLedger;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Sources for tests of documents.
final class RealSources {
  /// Judges forms, and has no sources.
  static final SourceBook FORMS =
      new SourceBook() {
        @Override
        public List<Flaw> flaws(List<ObjectNode> list) {
          return Sources.flaws(list);
        }

        @Override
        public Planned plan(TenantId tenant, List<ObjectNode> list, Unnamed unnamed, long next) {
          return Planned.NOTHING;
        }

        @Override
        public long newest() {
          return 0;
        }

        @Override
        public List<Written> written(TenantId tenant) {
          return List.of();
        }
      };

  private RealSources() {}

  static Sources of(SteppedLedger house, Journal journal, Vault vault) {
    var outside =
        new Sources.Outside(
            inquiry -> {
              throw new IOException("nobody answers");
            },
            house,
            () -> 0);
    var sources = new Sources(house.ledger, journal, vault, house.ids, new SecureRandom(), outside);
    sources.load();
    return sources;
  }
}
