package dev.posthouse.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks names up on threads of its own, because the system's resolver holds the thread it is asked
/// on, for as long as it likes. Those who ask for one name at the same time share the answer.
final class Lookups {
  private final Resolver resolver;
  private final Executor threads;
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  Lookups(Resolver resolver, Executor threads) {
    this.resolver = resolver;
    this.threads = threads;
  }

  /// @throws OutOfTime if there is no answer after `nanos`
  /// @throws Unreached if the name has no address
  List<InetAddress> resolve(String host, long nanos) throws IOException {
    try {
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException aName) {
      return wait(host, begin(host), nanos);
    }
  }

  private CompletableFuture<List<InetAddress>> begin(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> begun = running.putIfAbsent(host, answer);
    if (begun != null) {
      return begun;
    }
    try {
      threads.execute(() -> ask(host, answer));
    } catch (RejectedExecutionException e) {
      running.remove(host);
      answer.completeExceptionally(e);
    }
    return answer;
  }

  /// The name is free before its answer is told: whoever asks after hearing it gets a fresh one.
  private void ask(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      List<InetAddress> addresses = resolver.resolve(host);
      running.remove(host);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      running.remove(host);
      answer.completeExceptionally(e);
    }
  }

  private List<InetAddress> wait(
      String host, CompletableFuture<List<InetAddress>> answer, long nanos) throws IOException {
    try {
      List<InetAddress> addresses = answer.get(nanos, TimeUnit.NANOSECONDS);
      if (addresses.isEmpty()) {
        throw new Unreached("the host " + host + " has no address");
      }
      return addresses;
    } catch (TimeoutException e) {
      throw new OutOfTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreached("interrupted while looking up " + host, e);
    } catch (ExecutionException | CompletionException e) {
      throw unreached(host, e.getCause());
    }
  }

  private Unreached unreached(String host, @Nullable Throwable cause) {
    if (cause instanceof RejectedExecutionException) {
      return new Unreached("too many host names are being looked up", cause);
    }
    // an ambiguous spelling of an address (0x7f.1) is refused as an argument
    if (cause instanceof UnknownHostException || cause instanceof IllegalArgumentException) {
      return new Unreached("the host " + host + " is not known", cause);
    }
    throw new IllegalStateException("looking up " + host + " failed; nothing was sent", cause);
  }
}
