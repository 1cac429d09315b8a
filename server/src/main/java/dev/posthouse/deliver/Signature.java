package dev.posthouse.deliver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Secret;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Signing;
import dev.posthouse.config.Signing.Form;
import dev.posthouse.config.SigningForm;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.rule.Words;
import dev.posthouse.webhooks.ContentDigest;
import dev.posthouse.webhooks.HmacFormat;
import dev.posthouse.webhooks.MessageSigner;
import dev.posthouse.webhooks.RequestHead;
import dev.posthouse.webhooks.Signer;
import dev.posthouse.webhooks.SigningSecret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Signs with every secret of an endpoint that is live, in the form that the endpoint wants.
final class Signature {
  /// Parsed secrets kept: parsing an Ed25519 key costs more than signing with it.
  private static final int KEPT = 10_000;

  private final Cache<Secret, SigningSecret> parsed =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  /// The value of `webhook-signature`; empty where the endpoint does not want one.
  ///
  /// @throws Unsendable if there is no live secret
  Optional<String> standard(Endpoint endpoint, String webhookId, Instant time, List<byte[]> body) {
    Signing signing = endpoint.signing();
    if (signing.scheme() == Signing.Scheme.NONE || !(signing.form() instanceof Form.Standard)) {
      return Optional.empty();
    }
    byte[][] parts = body.toArray(new byte[0][]);
    return Optional.of(
        Signer.of(parsed(live(endpoint, time))).sign(webhookId, time.getEpochSecond(), parts));
  }

  /// The headers of a signature that may cover all others.
  ///
  /// @param request complete but for them
  /// @throws Unsendable if there is no live secret
  List<Header> over(Endpoint endpoint, String webhookId, Instant time, Request request) {
    return switch (endpoint.signing().form()) {
      case Form.Standard standard -> List.of();
      case Form.Message message -> message(message, parsed(live(endpoint, time)), time, request);
      case Form.Custom custom ->
          custom(custom, live(endpoint, time).getFirst().secret(), webhookId, time, request);
    };
  }

  private static List<Header> message(
      Form.Message form, List<SigningSecret> secrets, Instant time, Request request) {
    var digest = new Header("content-digest", ContentDigest.sha256(request.body()));
    var fields = new HashMap<String, List<String>>();
    Stream.concat(request.headers().stream(), Stream.of(digest))
        .forEach(header ->
            fields.merge(
                header.name().toLowerCase(Locale.ROOT),
                List.of(header.value()),
                Signature::joined));
    var head = new RequestHead(request.method(), request.url(), fields);
    var signed = MessageSigner.of(secrets, form.covered()).sign(head, time.getEpochSecond());
    return List.of(
        digest,
        new Header("signature-input", signed.input()),
        new Header("signature", signed.signature()));
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static List<Header> custom(
      Form.Custom form, Secret secret, String webhookId, Instant time, Request request) {
    String timestamp = form.unit().of(time);
    var message =
        new HmacFormat.Message(
            webhookId, timestamp, request.method(), request.url(), request.body());
    byte[] key = SigningForm.key(secret, form.secretEncoding());
    var signature = new Header(form.header(), form.format().value(key, message));
    return form.timestampHeader().isEmpty()
        ? List.of(signature)
        : List.of(new Header(form.timestampHeader(), timestamp), signature);
  }

  private List<SigningSecret> parsed(List<Signing.Key> keys) {
    return keys.stream()
        .map(key -> parsed.get(key.secret(), secret -> SigningSecret.parse(secret.reveal())))
        .toList();
  }

  private static List<Signing.Key> live(Endpoint endpoint, Instant time) {
    List<Signing.Key> live =
        endpoint.signing().keys().stream().filter(key -> key.until().isAfter(time)).toList();
    if (live.isEmpty()) {
      throw new Unsendable(
          Outcome.Reason.NO_SECRET,
          new Words(
              "endpoint " + endpoint.id() + " has no live signing secret",
              "端点 " + endpoint.id() + " 没有有效的签名密钥"));
    }
    return live;
  }
}
