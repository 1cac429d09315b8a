package dev.posthouse.web;

import dev.posthouse.config.Drafts.Draft;
import dev.posthouse.config.Signing;
import dev.posthouse.event.Event;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.explain.Preview;
import dev.posthouse.explain.Previewed;
import dev.posthouse.explain.Samples;
import dev.posthouse.webhooks.SigningSecret;
import dev.posthouse.work.Heavy;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// `/v1/subscriptions/preview`: what a draft subscription would do.
final class PreviewApi {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Preview preview;
  private final Heavy heavy;
  private final Samples samples;

  PreviewApi(Preview preview, Heavy heavy, Samples samples) {
    this.preview = preview;
    this.heavy = heavy;
    this.samples = samples;
  }

  List<Route> routes() {
    return List.of(new Route("POST", "/v1/subscriptions/preview", Need.MANAGE, this::preview));
  }

  private Answer preview(Call call) throws InterruptedException {
    call.query().done();
    call.requireJson();
    byte[] body = call.body();
    PreviewForm.Asked asked =
        heavy.run(body.length, () -> PreviewForm.read(call.caller(), body, samples));
    Previewed previewed =
        run(call, asked)
            .orElseThrow(() ->
                new Refusal(
                    Problem.busy(
                        503, "memory", "too many large events are being looked at", RETRY_AFTER)));
    return Answer.json(200, json -> write(json, previewed));
  }

  private Optional<Previewed> run(Call call, PreviewForm.Asked asked) throws InterruptedException {
    try {
      return preview.run(call.tenant(), asked.draft(), asked.subject());
    } catch (Invalid e) {
      throw new Invalid(
          e.flaws().stream()
              .map(f -> new Flaw("/subscription" + f.pointer(), f.message()))
              .toList());
    }
  }

  private static void write(JsonGenerator json, Previewed previewed) {
    json.writeStartObject();
    json.writeArrayPropertyStart("results");
    for (Previewed.Result result : previewed.results()) {
      result(json, result, previewed.draft().addressed());
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("estimate");
    if (previewed.estimate().perDay().isPresent()) {
      json.writeNumberProperty("perDay", previewed.estimate().perDay().getAsLong());
    } else {
      json.writeNullProperty("perDay");
    }
    ExplainApi.words(json, "basis", previewed.estimate().basis());
    json.writeEndObject();
    signing(json, previewed.draft());
    json.writeEndObject();
  }

  /// What a receiver's verifier can be tried with.
  private static void signing(JsonGenerator json, Draft draft) {
    for (Signing.Key key : draft.endpoint().signing().keys()) {
      String secret = key.secret().reveal();
      if (draft.endpoint().signing().scheme().hasPublicKey()) {
        json.writeStringProperty(
            "previewPublicKey", SigningSecret.parse(secret).verifyingKey().toString());
      } else {
        json.writeStringProperty("previewSecret", secret);
      }
    }
  }

  private static void result(JsonGenerator json, Previewed.Result result, boolean addressed) {
    json.writeStartObject();
    event(json, result.event());
    json.writeBooleanProperty("matches", !(result.answer() instanceof Previewed.Refused));
    result.comparison().ifPresent(decision -> ExplainApi.comparison(json, decision));
    switch (result.answer()) {
      case Previewed.Refused refused -> ExplainApi.words(json, "because", refused.because());
      case Previewed.Unsent unsent -> ExplainApi.words(json, "unsent", unsent.because());
      case Previewed.Sends sends -> {
        request(json, sends.request(), addressed);
        json.writeArrayPropertyStart("missing");
        sends.missing().forEach(json::writeString);
        json.writeEndArray();
      }
    }
    json.writeEndObject();
  }

  private static void event(JsonGenerator json, Event event) {
    json.writeObjectPropertyStart("event");
    json.writeStringProperty("id", event.id().toString());
    json.writeStringProperty("type", event.type());
    json.writeStringProperty("time", event.envelope().time().toString());
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, Previewed.Shown request, boolean addressed) {
    json.writeObjectPropertyStart("request");
    if (addressed) {
      json.writeStringProperty("method", request.method());
      json.writeStringProperty("url", request.url());
    }
    json.writeObjectPropertyStart("headers");
    request.headers().forEach(h -> json.writeStringProperty(h.name(), h.value()));
    json.writeEndObject();
    Optional<String> text = text(request.body());
    if (text.isPresent()) {
      json.writeStringProperty("body", text.get());
    } else {
      json.writeStringProperty("bodyBase64", Base64.getEncoder().encodeToString(request.body()));
    }
    if (request.cut()) {
      json.writeBooleanProperty("cut", true);
    }
    json.writeNumberProperty("size", request.size());
    json.writeEndObject();
  }

  /// The bytes as a text, without a character that was cut in two; empty if they are none.
  static Optional<String> text(byte[] body) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    var chars = CharBuffer.allocate(body.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(body), chars, false);
    return result.isError() ? Optional.empty() : Optional.of(chars.flip().toString());
  }
}
