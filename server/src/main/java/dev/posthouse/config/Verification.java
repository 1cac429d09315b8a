package dev.posthouse.config;

import dev.posthouse.access.Trail;
import dev.posthouse.config.Checkpoint.Run;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds the record of changes against its chain of hashes.
public final class Verification {
  private static final int SLICE = 500;

  /// Told at most; what follows one that is missing or changed may be in order.
  private static final int MOST = 100;

  private final Ledger ledger;
  private final Journal journal;

  /// One at a time: each reads everything.
  private final Turns turns;

  public Verification(Ledger ledger, Journal journal) {
    this.ledger = ledger;
    this.journal = journal;
    this.turns = journal.queue();
  }

  /// A revision that somebody noted elsewhere.
  ///
  /// @param hash in hexadecimal
  public record Noted(long number, String hash) {}

  /// @param kept revisions that are there, of the one who asks
  /// @param dropped revisions that went by retention
  /// @param number of the newest
  /// @param hash of the newest, in hexadecimal: stands for all of them
  public record Report(long kept, long dropped, long number, String hash, List<Finding> findings) {
    public Report {
      findings = List.copyOf(findings);
    }
  }

  /// @param until the last of those in a row that have the same trouble
  public record Finding(long number, long until, Trouble trouble) {}

  public enum Trouble {
    /// It is not what it was when it was recorded, or the one before it is not.
    CHANGED,
    /// It is gone, and no checkpoint says so.
    MISSING,
    /// It is not what was noted elsewhere.
    NOT_AS_NOTED
  }

  /// Reads all revisions. What is found is looked at again while nothing changes, but not for what
  /// was noted: anybody can note anything.
  ///
  /// @param of whose revisions are counted; [Trail#HOUSE]: all
  public Report run(Optional<Noted> noted, TenantId of) throws InterruptedException {
    return turns.take(() -> {
      Head newest = journal.newest();
      var quick = new Walk(ledger, newest, noted, of);
      Report report = quick.run();
      return quick.broken
          ? journal.inTurn(now -> new Walk(ledger, newest, noted, of).run())
          : report;
    });
  }

  /// One way along the chain.
  private static final class Walk {
    private final Ledger ledger;
    private final Head newest;
    private final Optional<Noted> noted;
    private final TenantId of;
    private final Map<Long, Run> dropped = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long kept;
    private long gone;

    /// Whether the chain itself is not whole.
    private boolean broken;

    /// The number that comes next.
    private long next = 1;

    /// The hash before it; absent behind a gap.
    private byte @Nullable [] hash = {};

    /// @param newest the revision that this process knows to be recorded
    Walk(Ledger ledger, Head newest, Optional<Noted> noted, TenantId of) {
      this.of = of;
      this.ledger = ledger;
      this.newest = newest;
      this.noted = noted;
    }

    Report run() {
      Head head = ledger.read(Head::read);
      ledger
          .read(RevisionRows::checkpoints)
          .forEach(
              doc -> Checkpoint.parse(doc).runs().forEach(run -> dropped.put(run.from(), run)));
      List<RevisionRows.Hashed> rows = page();
      while (!rows.isEmpty()) {
        for (RevisionRows.Hashed row : rows) {
          if (row.revision().number() <= head.number()) {
            reach(row.revision().number());
            take(row);
          }
        }
        long last = rows.getLast().revision().number();
        if (last > head.number()) {
          broken(head.number() + 1, last, Trouble.CHANGED); // the head was set back, or they forged
        }
        rows = last >= head.number() ? List.of() : page();
      }
      reach(head.number() + 1);
      if (hash != null && !Arrays.equals(hash, head.hash())) {
        broken(head.number(), head.number(), Trouble.CHANGED);
      }
      if (newest.number() > head.number()) {
        broken(head.number() + 1, newest.number(), Trouble.MISSING);
      }
      if (noted.isPresent() && noted.get().number() > head.number()) {
        find(noted.get().number(), noted.get().number(), Trouble.MISSING);
      }
      return new Report(kept, gone, head.number(), head.hex(), findings);
    }

    private List<RevisionRows.Hashed> page() {
      return ledger.read(db -> RevisionRows.following(db, next - 1, SLICE));
    }

    /// Passes what is not there before `number`.
    private void reach(long number) {
      while (next < number) {
        Run run = dropped.get(next);
        if (run != null && run.to() < number) {
          gone += run.to() - run.from() + 1;
          pass(run.to(), run.hash());
        } else {
          long until = gapEnd(number);
          broken(next, until, Trouble.MISSING);
          next = until + 1;
          hash = null;
        }
      }
    }

    private long gapEnd(long number) {
      return dropped.keySet().stream()
              .filter(from -> from > next && from < number)
              .min(Long::compare)
              .orElse(number)
          - 1;
    }

    private void take(RevisionRows.Hashed row) {
      kept += of.equals(Trail.HOUSE) || of.equals(row.revision().tenant()) ? 1 : 0;
      long number = row.revision().number();
      if (hash != null && !Arrays.equals(row.revision().link().hash(hash), row.hash())) {
        broken(number, number, Trouble.CHANGED);
      }
      pass(number, row.hash());
    }

    private void pass(long number, byte[] itsHash) {
      boolean other =
          noted
              .filter(one -> one.number() == number)
              .filter(one -> !one.hash().equals(HexFormat.of().formatHex(itsHash)))
              .isPresent();
      if (other) {
        find(number, number, Trouble.NOT_AS_NOTED);
      }
      if (number == newest.number() && !Arrays.equals(itsHash, newest.hash())) {
        broken(number, number, Trouble.CHANGED);
      }
      hash = itsHash;
      next = number + 1;
    }

    private void broken(long number, long until, Trouble trouble) {
      broken = true;
      find(number, until, trouble);
    }

    private void find(long number, long until, Trouble trouble) {
      if (findings.size() < MOST) {
        findings.add(new Finding(number, until, trouble));
      }
    }
  }
}
