package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.event.EndpointId;
import dev.posthouse.net.Quoted;
import dev.posthouse.net.Reply;
import dev.posthouse.oauth.TokenCounts.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens for one endpoint: one fetch at a time, ahead of the end of the last one, stored
/// before use. Of several nodes one at a time shows a refresh token.
final class Purse {
  private static final Logger LOG = LoggerFactory.getLogger(Purse.class);

  /// After a failure, or after a receiver refused a token, until the server is asked for that
  /// again, unless it asks for more: so thousands of deliveries make no storm.
  static final Duration PAUSE = Duration.ofSeconds(10);

  /// A server may not ask for a longer one.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// Between two looks at whether another node is done.
  private static final Duration LOOK = Duration.ofMillis(250);

  /// Of them, a few more than the longest turn takes.
  private static final long LOOKS = HeldRows.LONGEST_TURN.dividedBy(LOOK) + 20;

  private final EndpointId endpoint;
  private final Wallet.Parts parts;
  private final HeldRows rows;
  private final TokenCounts counts;
  private final long me; // among all nodes
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Held held; // stored
  private @Nullable Held unstored; // Guarded by lock; came, but could not be stored yet
  private @Nullable Flight running; // Guarded by lock
  private @Nullable Failure failure; // Guarded by lock
  private Instant refusedAt = Instant.MIN; // Guarded by lock
  private volatile boolean closed;

  /// A token that is being fetched, another one than `old`.
  private record Flight(
      TokenSource source, Optional<Secret> old, CompletableFuture<Tokens.Had> had) {}

  /// Not to be tried again before `until`.
  private record Failure(TokenSource source, Tokens.Had.None had, Instant at, Instant until) {}

  /// What came of asking, and when to ask again at the earliest if it was nothing.
  private record Asked(Tokens.Had had, Instant notBefore) {
    static Asked of(Held token) {
      return new Asked(new Tokens.Had.Token(token.access()), Instant.MIN);
    }
  }

  /// Whether it is this node's turn, and what is stored.
  private record Turn(boolean mine, Optional<Held> stored) {}

  Purse(EndpointId endpoint, Wallet.Parts parts, HeldRows rows, TokenCounts counts) {
    this.endpoint = endpoint;
    this.parts = parts;
    this.rows = rows;
    this.counts = counts;
    this.me = parts.ids().next();
  }

  /// The endpoint wants no token any more: what still comes is not stored.
  void close() {
    closed = true;
  }

  void take(Held stored) {
    held = stored;
  }

  Tokens.Had token(TokenSource source) throws InterruptedException {
    Held now = held;
    Instant time = parts.clock().instant();
    if (now == null || !now.good(source, time)) {
      return fetched(source, Optional.empty());
    }
    if (now.endsSoon(time) && idle()) {
      parts.tasks().start("token", () -> ahead(source, now.access()));
    }
    return new Tokens.Had.Token(now.access());
  }

  /// Another one than that which the receiver refused; the same, if it was refused a moment ago
  /// too.
  Tokens.Had instead(TokenSource source, Secret refused) throws InterruptedException {
    Held now = held;
    boolean other = now != null && !now.access().equals(refused);
    return other || mayReplace()
        ? fetched(source, Optional.of(refused))
        : new Tokens.Had.Token(refused);
  }

  private boolean mayReplace() {
    lock.lock();
    try {
      Instant now = parts.clock().instant();
      boolean may = running != null || !within(refusedAt, now);
      refusedAt = may ? now : refusedAt;
      return may;
    } finally {
      lock.unlock();
    }
  }

  private static boolean within(Instant from, Instant now) {
    return within(from, from.equals(Instant.MIN) ? from : from.plus(PAUSE), now);
  }

  private static boolean within(Instant from, Instant until, Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }

  private boolean idle() {
    lock.lock();
    try {
      return running == null;
    } finally {
      lock.unlock();
    }
  }

  private void ahead(TokenSource source, Secret old) {
    try {
      var _ = fetched(source, Optional.of(old));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @param old not this one
  private Tokens.Had fetched(TokenSource source, Optional<Secret> old) throws InterruptedException {
    Flight other;
    var mine = new Flight(source, old, new CompletableFuture<>());
    lock.lock();
    try {
      other = running;
      if (other == null) {
        Optional<Tokens.Had> known = known(source, old);
        if (known.isPresent()) {
          return known.get();
        }
        running = mine;
      }
    } finally {
      lock.unlock();
    }
    if (other == null) {
      return fetch(mine);
    }
    Tokens.Had had = parts.tasks().await(other.had());
    // What it brought serves all who waited, even if it is over at once or the one before again:
    // else each would ask in turn. But perhaps it is for what the endpoint said a moment before.
    return other.source().equals(source) ? had : fetched(source, old);
  }

  private Optional<Tokens.Had> known(TokenSource source, Optional<Secret> old) {
    Held now = held;
    Instant time = parts.clock().instant();
    if (now != null && now.good(source, time) && !Optional.of(now.access()).equals(old)) {
      return Optional.of(new Tokens.Had.Token(now.access()));
    }
    Failure last = failure;
    return last != null && last.source().equals(source) && within(last.at(), last.until(), time)
        ? Optional.of(last.had())
        : Optional.empty();
  }

  private Tokens.Had fetch(Flight mine) throws InterruptedException {
    Asked asked = nothing("asking for a token was interrupted", Duration.ZERO);
    try {
      asked = asked(mine);
      return asked.had();
    } finally {
      lock.lock();
      try {
        running = null;
        failure =
            asked.had() instanceof Tokens.Had.None none
                ? new Failure(mine.source(), none, parts.clock().instant(), asked.notBefore())
                : null;
      } finally {
        lock.unlock();
      }
      mine.had().complete(asked.had());
    }
  }

  private Asked asked(Flight mine) throws InterruptedException {
    try {
      return mine.source().grant() instanceof TokenSource.Grant.RefreshToken
          ? inTurn(mine)
          : brought(mine.source());
    } catch (TokenRefused e) {
      counts.count(Result.REFUSED);
      return without(e, e.retryAfter());
    } catch (IOException | IllegalArgumentException e) {
      counts.count(Result.UNREACHED);
      return without(e, Duration.ZERO);
    } catch (CompletionException e) {
      counts.count(Result.NOT_STORED);
      LOG.warn("token endpoint={} result=not_stored", endpoint);
      return nothing("the token could not be stored, nor looked for", Duration.ZERO);
    }
  }

  /// A server takes a refresh token once, and may end the whole chain where one comes again: so one
  /// node at a time shows it, and the others take what it was given.
  private Asked inTurn(Flight mine) throws IOException, InterruptedException {
    try {
      for (long look = 0; look < LOOKS; look++) {
        Turn turn = turn();
        Optional<Held> came = turn.stored().filter(held -> serves(held, mine));
        if (came.isPresent()) {
          adopt(came.get());
          LOG.info("token endpoint={} result=taken until={}", endpoint, came.get().until());
          return Asked.of(came.get());
        }
        if (turn.mine()) {
          turn.stored().ifPresent(this::take);
          return brought(mine.source());
        }
        parts.tasks().rest(LOOK);
      }
    } finally {
      // Nobody waits for it: should it not be stored, the turn lapses.
      var _ = parts.ledger().change(db -> HeldRows.release(db, endpoint, me));
    }
    throw new IOException("another node is asking for it, and has not been given any");
  }

  private Turn turn() throws InterruptedException {
    return parts
        .tasks()
        .await(
            parts
                .ledger()
                .change(db ->
                    new Turn(
                        HeldRows.claim(db, endpoint, me, parts.ledger().lease().time(db)),
                        rows.find(db, endpoint))));
  }

  private boolean serves(Held stored, Flight mine) {
    return stored.good(mine.source(), parts.clock().instant())
        && !Optional.of(stored.access()).equals(mine.old());
  }

  /// What another node was given goes before what came here and could not be stored.
  private void adopt(Held stored) {
    lock.lock();
    try {
      unstored = null;
      held = stored;
    } finally {
      lock.unlock();
    }
  }

  private Asked brought(TokenSource source) throws IOException, InterruptedException {
    Held now = waiting(source).orElse(null);
    Held fresh = now == null ? ask(source) : now;
    remember(fresh);
    if (!store(fresh)) {
      return nothing("the endpoint wants no token any more", Duration.ZERO);
    }
    counts.count(Result.OK);
    LOG.info("token endpoint={} result=ok until={}", endpoint, fresh.until());
    return Asked.of(fresh);
  }

  private Asked without(Exception e, Duration retryAfter) {
    String why = Quoted.why(e);
    Asked asked = nothing(why, retryAfter);
    LOG.warn("token endpoint={} result=none again={} why=\"{}\"", endpoint, asked.notBefore(), why);
    return asked;
  }

  private Asked nothing(String why, Duration retryAfter) {
    Duration wanted = retryAfter.compareTo(LONGEST) > 0 ? LONGEST : retryAfter;
    Duration pause = wanted.compareTo(PAUSE) > 0 ? wanted : PAUSE;
    return new Asked(new Tokens.Had.None(why), parts.clock().instant().plus(pause));
  }

  /// A token that came but was not stored, and is still of use: asking for another one could find
  /// its refresh token used up.
  private Optional<Held> waiting(TokenSource source) {
    lock.lock();
    try {
      return Optional.ofNullable(unstored)
          .filter(there -> there.good(source, parts.clock().instant()));
    } finally {
      lock.unlock();
    }
  }

  private void remember(Held fresh) {
    lock.lock();
    try {
      unstored = fresh;
    } finally {
      lock.unlock();
    }
  }

  private Held ask(TokenSource source) throws IOException {
    Optional<Secret> refresh = refresh(source);
    Instant now = parts.clock().instant();
    var request = new TokenRequest(source, refresh, now, () -> Wallet.jti(parts.ids()));
    Reply reply = parts.inquiries().ask(request.inquiry());
    return Held.of(source, TokenAnswer.read(reply), refresh, now);
  }

  private Optional<Secret> refresh(TokenSource source) {
    lock.lock();
    try {
      Held last = unstored == null ? held : unstored;
      return last == null ? Optional.empty() : last.refresh(source);
    } finally {
      lock.unlock();
    }
  }

  /// False if the endpoint wants none any more. Decided where rows are written: whoever closes has
  /// them deleted afterwards.
  private boolean store(Held fresh) throws InterruptedException {
    int stored =
        parts
            .tasks()
            .await(parts.ledger().change(db -> closed ? 0 : rows.put(db, endpoint, fresh)));
    adopt(fresh);
    return stored > 0;
  }
}
