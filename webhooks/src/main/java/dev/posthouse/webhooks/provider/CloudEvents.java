package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CloudEvents 1.0 over HTTP: binary, structured and batched, with the handshake by `OPTIONS`
/// (github.com/cloudevents/spec, "HTTP Protocol Binding" and "HTTP 1.1 Web Hooks"). Types are the
/// sender's own, without a name before them. Known by source and id.
final class CloudEvents implements Provider {
  private static final Set<String> KNOWN =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "data",
          "data_base64",
          "dataschema");

  @Override
  public String name() {
    return "cloudevents";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "CloudEvents",
        Evidence.NOT_SIGNED,
        Evidence.VENDOR_SOFTWARE,
        Duration.ZERO,
        List.of("sourceId", Draft.BODY),
        "github.com/cloudevents/spec: HTTP Protocol Binding; HTTP 1.1 Web Hooks for Event Delivery");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("bearer", KeyScheme.bearer());
    schemes.put("query", KeyScheme.query("access_token"));
    return schemes;
  }

  /// Consents to whoever asks: what comes afterwards has to be verified all the same.
  @Override
  public Optional<Answer> greet(Request request) {
    Optional<String> origin = request.header("WebHook-Request-Origin");
    if (!request.method().equals("OPTIONS") || origin.isEmpty()) {
      return Optional.empty();
    }
    boolean plain = origin.get().chars().allMatch(c -> c > ' ' && c < 0x7f);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Allow", "POST");
    headers.put("WebHook-Allowed-Origin", plain ? origin.get() : "*");
    headers.put("WebHook-Allowed-Rate", "*");
    return Optional.of(new Answer(200, "", "", headers));
  }

  @Override
  public Reading read(Request request) {
    try {
      String type = Bodies.mediaType(request);
      if (type.startsWith("application/cloudevents-batch")) {
        List<ProviderEvent> events = new ArrayList<>();
        for (Json item : Json.read(request.body()).items()) {
          events.add(structured(item));
        }
        return new Reading.Events(events);
      }
      return new Reading.Events(
          List.of(
              type.startsWith("application/cloudevents")
                  ? structured(Json.read(request.body()))
                  : binary(request)));
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static ProviderEvent structured(Json event) throws Malformed {
    Map<String, String> attributes = new LinkedHashMap<>();
    event.members().forEach((name, value) -> attributes.put(name, value.text()));
    String contentType = attributes.getOrDefault("datacontenttype", "application/json");
    return event(attributes, contentType, data(event, contentType));
  }

  private static byte[] data(Json event, String contentType) throws Malformed {
    Optional<Json> binary = event.at("data_base64");
    if (binary.isPresent()) {
      try {
        return Base64.getDecoder().decode(binary.get().text());
      } catch (IllegalArgumentException notBase64) {
        throw new Malformed("data_base64 is not base64");
      }
    }
    Optional<Json> data = event.at("data");
    if (data.isEmpty()) {
      return new byte[0];
    }
    boolean text = data.get().kind() == Json.Kind.STRING && !contentType.contains("json");
    return text ? data.get().text().getBytes(UTF_8) : data.get().bytes();
  }

  private static ProviderEvent binary(Request request) throws Malformed {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      if (header.getKey().startsWith("ce-")) {
        String value = header.getValue().get(0);
        attributes.put(header.getKey().substring("ce-".length()), HeaderText.decoded(value));
      }
    }
    return event(attributes, Bodies.contentType(request), request.body());
  }

  private static ProviderEvent event(
      Map<String, String> attributes, String contentType, byte[] data) throws Malformed {
    if (!needed(attributes, "specversion").startsWith("1.")) {
      throw new Malformed("The CloudEvent is not of version 1");
    }
    if (data.length > 0 && Bodies.isJson(contentType)) {
      Json.read(data);
    }
    String source = needed(attributes, "source");
    String id = needed(attributes, "id");
    Draft draft =
        new Draft("", needed(attributes, "type"), data)
            .contentType(contentType)
            .subject(attributes.getOrDefault("subject", ""))
            .time(Times.text(attributes.getOrDefault("time", "")))
            .key("sourceId", source, id)
            .attribute("source", source)
            .attribute("sourceid", id)
            .attribute("dataschema", attributes.getOrDefault("dataschema", ""));
    attributes.forEach((name, value) -> {
      if (!KNOWN.contains(name)) {
        draft.attribute(name, value);
      }
    });
    return draft.event();
  }

  private static String needed(Map<String, String> attributes, String name) throws Malformed {
    String value = attributes.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new Malformed("The attribute " + name + " of the CloudEvent is missing");
    }
    return value;
  }
}
