package dev.posthouse.history;

import dev.posthouse.event.TenantId;
import dev.posthouse.history.Happening.Filter;
import dev.posthouse.store.Follow;
import dev.posthouse.store.Follow.Position;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tells of events and attempts as they are stored. Nobody holds anything for a reader: each looks
/// into the tables for what has come since it looked last.
public final class Happenings {
  /// Well within the time for which a tenant is remembered as followed.
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Follow follow;
  private final Tasks tasks;
  private final InstantSource clock;

  public Happenings(Ledger ledger, Tasks tasks, InstantSource clock) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.clock = clock;
    follow = new Follow(ledger, clock);
  }

  /// One who follows a tenant.
  public final class Reader {
    private final TenantId tenant;
    private final Filter filter;
    private Position position;
    private Instant said;
    private Instant upTo;
    private boolean more;

    /// @param upTo until when all is read
    private Reader(TenantId tenant, Filter filter, Position position, Instant upTo) {
      this.tenant = tenant;
      this.filter = filter;
      this.position = position;
      this.upTo = upTo;
      said = clock.instant();
    }

    /// Where it is; who comes back with it goes on from there.
    public Position position() {
      return position.at(upTo);
    }

    /// Whether the last look brought something, so that there may be more.
    public boolean more() {
      return more;
    }

    /// What has come since the last look and is wanted; a part of it if it is much, so `more`.
    public List<Happening> look() throws InterruptedException {
      if (Duration.between(said, clock.instant()).abs().compareTo(SAY_AGAIN) > 0) {
        tasks.await(follow.want(tenant));
        said = clock.instant();
      }
      Follow.Look look = follow.after(tenant, position);
      upTo = look.upTo();
      more = !look.stored().isEmpty();
      position = look.after();
      return look.stored().isEmpty()
          ? List.of()
          : ledger.read(db -> new HappeningQuery(db, tenant).all(look.stored())).stream()
              .filter(filter::admits)
              .toList();
    }

    /// Whether it is so far behind that what it has not read may soon be forgotten; to be asked
    /// before each look. Who comes back then is told of a gap.
    public boolean lost() {
      return follow.lost(upTo);
    }
  }

  /// A reader, and whether something between where it was and now is missing.
  public record Joined(Reader reader, boolean gap) {}

  /// @param last where it was; absent: it begins with what comes from now on
  public Joined join(TenantId tenant, Filter filter, Optional<Position> last)
      throws InterruptedException {
    Instant wanted = tasks.await(follow.want(tenant));
    if (last.isPresent() && follow.whole(last.get(), wanted)) {
      return new Joined(new Reader(tenant, filter, last.get(), last.get().read()), false);
    }
    Instant now = clock.instant();
    return new Joined(new Reader(tenant, filter, follow.newest(tenant), now), last.isPresent());
  }

  /// Learns whom readers at other nodes have begun to follow; to be called about once a second
  /// where there may be any.
  public void glance() {
    ledger.glance();
  }

  /// Forgets what no reader can want any more.
  public void clearUp() throws InterruptedException {
    tasks.await(follow.drop());
  }
}
