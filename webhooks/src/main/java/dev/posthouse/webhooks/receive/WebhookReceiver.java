package dev.posthouse.webhooks.receive;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.provider.Outcome;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.ProviderEvent;
import dev.posthouse.webhooks.provider.Reading;
import dev.posthouse.webhooks.receive.Received.Handled;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Receives the webhooks of one provider: verifies, keeps out duplicates, calls the handler of each
/// event's topic, and says what to answer. A receiver never changes: [#on(String, Handler)] and its
/// kind make another.
///
/// ```java
/// WebhookReceiver<?> receiver =
///     WebhookReceiver.of(Providers.named("shopify").orElseThrow(), List.of(secret))
///         .on("orders/create", event -> erp.create(event.data()))
///         .on("orders/*", event -> log(event.type()));
/// Received received = receiver.receive(request, Instant.now());
/// ```
///
/// The answer has the form that the provider insists on, and the status
/// - 401 if the signature is missing or wrong, 400 if the request is malformed, 405, 413;
/// - 200 if every event is handled, was handled before, or has no handler: a provider that reads
///   anything else there tries again, and in the end removes the webhook (shopify.dev,
///   "Troubleshoot webhooks");
/// - 500 if a handler failed, and 503 if another request with the same event is being handled: then
///   the provider tries again, and those events that went well count as duplicates.
///
/// Handlers run before the answer, so they must be quicker than the provider is patient, see
/// [dev.posthouse.webhooks.provider.Facts#answerWithin()]: store what arrived, and do the long work
/// afterwards.
///
/// @param <T> what handlers get from the inbox besides the event
public final class WebhookReceiver<T> {
  /// The largest body, in bytes, if nothing else is said.
  public static final int MOST_BODY = 5_000_000;

  private final Provider provider;
  private final Verifier verifier;
  private final Inbox<T> inbox;
  private final Topics<T> topics;
  private final Limits limits;

  /// @param source goes before the keys of events, to keep the sources of one inbox apart
  /// @param key the name of the key that events are known by; empty for the usual one
  private record Limits(String source, String key, Set<String> methods, int mostBody) {}

  private WebhookReceiver(
      Provider provider, Verifier verifier, Inbox<T> inbox, Topics<T> topics, Limits limits) {
    this.provider = provider;
    this.verifier = verifier;
    this.inbox = inbox;
    this.topics = topics;
    this.limits = limits;
  }

  /// A receiver that verifies by the provider's usual scheme and remembers in memory.
  ///
  /// @param secrets as the provider shows them; several while one is being replaced
  /// @throws IllegalArgumentException if there is none or one has a wrong form; the message says
  ///   the right form, and does not contain the secret
  public static WebhookReceiver<Inbox.NoTransaction> of(Provider provider, List<String> secrets) {
    return of(provider, provider.scheme().verifier(secrets), new MemoryInbox());
  }

  /// The same with an inbox that is kept.
  public static <T> WebhookReceiver<T> of(Provider provider, List<String> secrets, Inbox<T> inbox) {
    return of(provider, provider.scheme().verifier(secrets), inbox);
  }

  /// The same with a verifier of another [Scheme], such as the strictest of the provider's.
  public static <T> WebhookReceiver<T> of(Provider provider, Verifier verifier, Inbox<T> inbox) {
    return new WebhookReceiver<>(
        provider,
        verifier,
        inbox,
        new Topics<>(provider.name(), Map.of()),
        new Limits(provider.name(), "", Set.of("POST"), MOST_BODY));
  }

  /// The same with a handler more.
  ///
  /// @param topic as the provider writes it, such as `orders/updated`, or as the type of an event
  ///   has it, `shopify.orders.updated`; with `*` at its end for all that begin so. Of several that
  ///   fit, the longest counts
  /// @throws IllegalArgumentException if the topic has a handler already or is none
  public WebhookReceiver<T> on(String topic, Handler<T> handler) {
    return new WebhookReceiver<>(provider, verifier, inbox, topics.with(topic, handler), limits);
  }

  /// The same for a handler that writes nothing through the inbox's transaction.
  public WebhookReceiver<T> on(String topic, EventHandler handler) {
    return on(topic, (event, transaction) -> handler.handle(event));
  }

  /// A [Handler] that needs the event only.
  @FunctionalInterface
  public interface EventHandler {
    void handle(ProviderEvent event) throws Exception;
  }

  /// The same under another name than the provider's: for several sources, such as two shops, whose
  /// events share an inbox.
  public WebhookReceiver<T> source(String source) {
    return with(new Limits(source, limits.key, limits.methods, limits.mostBody));
  }

  /// The same that knows events by another key of [ProviderEvent#keys()].
  ///
  /// @throws IllegalArgumentException if the provider's events have no such key
  public WebhookReceiver<T> knownBy(String key) {
    if (!provider.facts().keys().contains(key)) {
      throw new IllegalArgumentException(
          "Events of " + provider.name() + " are known by one of " + provider.facts().keys());
    }
    return with(new Limits(limits.source, key, limits.methods, limits.mostBody));
  }

  /// The same for other methods than `POST`, such as the `GET` of HubSpot's workflows.
  public WebhookReceiver<T> methods(String... methods) {
    return with(new Limits(limits.source, limits.key, Set.of(methods), limits.mostBody));
  }

  /// The same with another limit, in bytes.
  public WebhookReceiver<T> mostBody(int bytes) {
    return with(new Limits(limits.source, limits.key, limits.methods, bytes));
  }

  private WebhookReceiver<T> with(Limits limits) {
    return new WebhookReceiver<>(provider, verifier, inbox, topics, limits);
  }

  /// Reads a body up to the limit and one byte more, so that [#receive(Request, Instant)] sees that
  /// it is too large, and nobody has to hold it.
  public byte[] body(InputStream received) throws IOException {
    return received.readNBytes(limits.mostBody + 1);
  }

  /// Receives one request. Never throws for what was received or for what a handler threw.
  ///
  /// @param now the receiver's time
  public Received receive(Request request, Instant now) {
    if (request.body().length > limits.mostBody) {
      return refused(Answer.problem(413, "The body is larger than " + limits.mostBody + " bytes"));
    }
    Optional<Answer> greeting = provider.greet(request);
    if (greeting.isPresent()) {
      return new Received(greeting.get(), "Answered a probe", List.of());
    }
    if (!limits.methods.contains(request.method())) {
      return refused(notAllowed());
    }
    Verification seen = verifier.verify(request, now);
    if (seen instanceof Refused refused) {
      Answer answer = provider.answer(new Outcome.Refused(refused.refusal()));
      return new Received(answer, "Refused: " + refused.message(), List.of());
    }
    return read(request, (Verified) seen, now);
  }

  private static Received refused(Answer answer) {
    return new Received(answer, "Refused with " + answer.status(), List.of());
  }

  private Answer notAllowed() {
    String allowed = String.join(", ", limits.methods);
    Answer problem = Answer.problem(405, "Webhooks are sent here with " + allowed);
    return new Answer(405, problem.contentType(), problem.body(), Map.of("Allow", allowed));
  }

  private Received read(Request request, Verified verified, Instant now) {
    Reading reading = provider.read(request, verified);
    if (reading instanceof Reading.Handshake handshake) {
      return new Received(handshake.answer(), "Answered a handshake", List.of());
    }
    if (reading instanceof Reading.Unreadable unreadable) {
      Answer answer = provider.answer(new Outcome.Unreadable(unreadable.message()));
      return new Received(answer, "Refused: " + unreadable.message(), List.of());
    }
    List<Handled> handled = new ArrayList<>();
    for (ProviderEvent event : ((Reading.Events) reading).events()) {
      handled.add(handle(event, now));
    }
    return received(handled);
  }

  /// One that fails does not keep those after it from being handled: a single poisoned event would
  /// take along all that its provider happens to send with it.
  private Handled handle(ProviderEvent event, Instant now) {
    Optional<Handler<T>> handler = topics.of(event.type());
    if (handler.isEmpty()) {
      return new Handled.Ignored(event);
    }
    try {
      Handler<T> found = handler.get();
      Inbox.Taken taken =
          inbox.once(key(event), now, transaction -> found.handle(event, transaction));
      return switch (taken) {
        case DONE -> new Handled.Done(event);
        case DUPLICATE -> new Handled.Duplicate(event);
        case BUSY -> new Handled.Busy(event);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Handled.Failed(event, e);
    } catch (Exception e) {
      return new Handled.Failed(event, e);
    }
  }

  private String key(ProviderEvent event) {
    String name = limits.key.isEmpty() ? event.keys().keySet().iterator().next() : limits.key;
    return limits.source + "|" + name + "|" + event.key(name);
  }

  private Received received(List<Handled> handled) {
    long failed = count(handled, Handled.Failed.class);
    long busy = count(handled, Handled.Busy.class);
    long done = count(handled, Handled.Done.class);
    long duplicates = count(handled, Handled.Duplicate.class);
    Outcome outcome = new Outcome.Stored((int) done, (int) duplicates);
    if (busy > 0) {
      outcome = new Outcome.NotStored();
    }
    if (failed > 0) {
      outcome = new Outcome.Failed();
    }
    String message =
        "Handled %d, duplicates %d, without a handler %d, being handled %d, failed %d"
            .formatted(done, duplicates, count(handled, Handled.Ignored.class), busy, failed);
    return new Received(provider.answer(outcome), message, handled);
  }

  private static long count(List<Handled> handled, Class<? extends Handled> kind) {
    return handled.stream().filter(kind::isInstance).count();
  }
}
