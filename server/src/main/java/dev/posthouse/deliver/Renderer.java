package dev.posthouse.deliver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.config.EventTypes;
import dev.posthouse.config.Sight;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Subscription.Body;
import dev.posthouse.config.Subscription.Form;
import dev.posthouse.config.Subscription.Made;
import dev.posthouse.config.Subscription.Received;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Payload;
import dev.posthouse.eventtype.Conversion;
import dev.posthouse.eventtype.Span;
import dev.posthouse.rule.EventView;
import dev.posthouse.rule.Rendering;
import dev.posthouse.rule.UrlForm;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Load;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.io.JsonStringEncoder;

/// Makes the body of a delivery. Pure: the same bytes on every attempt.
final class Renderer {
  private static final byte[] NULL = ascii("null");
  private static final byte[] END = ascii("}");
  private static final byte[] END_TEXT = ascii("\"}");

  private Renderer() {}

  /// With the data of the version that the subscription pins.
  ///
  /// @throws Unsendable if the data cannot be converted, or a template comes to nothing for this
  ///   event
  static Rendered render(
      EventTypes types, Event event, Subscription subscription, DeliveryId delivery) {
    return switch (Sight.of(types, event, subscription)) {
      case Sight.Seen.Clear clear -> {
        Watch watch = subscription.conditions().watch();
        yield watch != null && watch.rules().changes()
            ? changed(
                clear.event(), changes(types, event, subscription, watch), subscription, delivery)
            : render(clear.event(), subscription.body(), delivery);
      }
      case Sight.Seen.Unclear unclear ->
          throw new Unsendable(Outcome.Reason.TEMPLATE, unclear.reason());
    };
  }

  /// What was decided when the event was stored. One that is sent to a subscription which it was
  /// not compared for says what its provider told, if the subscription goes by that.
  private static String changes(
      EventTypes types, Event event, Subscription subscription, Watch watch) {
    Optional<Decision> decided = event.decisions().of(subscription.id());
    if (decided.isEmpty() && !watch.compares()) {
      return Sight.of(types, event).told(subscription, watch).changes();
    }
    return decided.map(Decision::changes).orElse("");
  }

  /// Who asked for it gets what changed, too.
  private static Rendered changed(
      Event event, String changes, Subscription subscription, DeliveryId delivery) {
    return switch (subscription.body()) {
      case Received.STANDARD -> new Rendered(Payload.JSON, standard(event, changes));
      case Received.RAW -> render(event, Received.RAW, delivery);
      case Made made -> made(made, EventView.of(event).withChanges(changes), delivery);
    };
  }

  /// @throws Unsendable if a template comes to nothing for this event
  static Rendered render(Event event, Body body, DeliveryId delivery) {
    return switch (body) {
      case Received.STANDARD -> new Rendered(Payload.JSON, standard(event));
      case Received.RAW ->
          new Rendered(event.payload().contentType(), List.of(event.payload().bytes()));
      case Made made -> made(made, EventView.of(event), delivery);
    };
  }

  /// What making the body takes at most, the conversion of the data to the version that the
  /// subscription pins included.
  static Load load(EventTypes types, Event event, Subscription subscription) {
    Integer pinned = subscription.versions().get(event.type());
    if (pinned == null) {
      return load(event.payload().size(), subscription.body());
    }
    Conversion.Cost cost =
        types.conversion(event.tenant(), event.type(), event.payload(), Span.of(pinned));
    long size = Math.max(event.payload().size(), cost.bytes());
    return cost.load().plus(load(size, subscription.body()));
  }

  /// For data of so many bytes. Data that are sent as they came are not in memory again.
  static Load load(long size, Body body) {
    return switch (body) {
      case Received received -> new Load(size, 0);
      case Made made -> new Load(size + made.template().weight(size), size * Budget.PARSED);
    };
  }

  private static Rendered made(Made made, EventView event, DeliveryId delivery) {
    Rendering json = made.template().render(event, delivery);
    Rendering written =
        json instanceof Rendering.Rendered done && made.form() == Form.URL_ENCODED
            ? UrlForm.encode(done)
            : json;
    return switch (written) {
      case Rendering.Rendered body ->
          new Rendered(made.form().contentType(), List.of(body.json()), body.missing());
      case Rendering.Failed failed ->
          throw new Unsendable(Outcome.Reason.TEMPLATE, failed.reason());
    };
  }

  /// The envelope of Standard Webhooks 1.0.0, "Payload structure". JSON data stands in it byte for
  /// byte; other data as `data_base64` (as in CloudEvents 1.0, JSON format, 3.1.1) beside its
  /// `content_type`.
  private static List<byte[]> standard(Event event) {
    Payload payload = event.payload();
    var head = new ByteArrayOutputStream(128);
    head.writeBytes(ascii("{\"type\":"));
    writeText(head, event.type());
    head.writeBytes(ascii(",\"timestamp\":\"" + event.envelope().time() + "\""));
    if (payload.isJson()) {
      head.writeBytes(ascii(",\"data\":"));
      return List.of(head.toByteArray(), payload.size() == 0 ? NULL : payload.bytes(), END);
    }
    head.writeBytes(ascii(",\"content_type\":"));
    writeText(head, payload.contentType());
    head.writeBytes(ascii(",\"data_base64\":\""));
    return List.of(head.toByteArray(), Base64.getEncoder().encode(payload.bytes()), END_TEXT);
  }

  /// @param changes a JSON array, empty if it is not known
  private static List<byte[]> standard(Event event, String changes) {
    var parts = new ArrayList<>(standard(event));
    byte[] last = parts.removeLast();
    parts.add(Arrays.copyOf(last, last.length - 1));
    String known = changes.isEmpty() ? "null" : changes;
    parts.add((",\"changes\":" + known + "}").getBytes(UTF_8));
    return parts;
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    out.write('"');
    out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    out.write('"');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
