package dev.posthouse.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// What operators and their tools ask: does the process live, does it take events, what does it
/// count, what is the API.
final class OperationsApi {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final double MILLIS_A_SECOND = 1e3;

  private final Supplier<Readiness> readiness;
  private final Supplier<String> metrics;
  private final Need metricsNeed;
  private final byte[] openApi = openApi();

  OperationsApi(Supplier<Readiness> readiness, Supplier<String> metrics, Need metricsNeed) {
    this.metricsNeed = metricsNeed;
    this.readiness = readiness;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/healthz", Need.NOTHING, call -> live()),
        new Route("GET", "/readyz", Need.NOTHING, call -> ready(readiness.get())),
        new Route("GET", "/metrics", metricsNeed, call -> counted()),
        new Route("GET", "/openapi.yaml", Need.NOTHING, call -> described()));
  }

  private static Answer live() {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", "alive");
          json.writeEndObject();
        });
  }

  private static Answer ready(Readiness now) {
    return Answer.json(
        now.ready() ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("status", now.ready() ? "ready" : "not_ready");
          json.writeArrayPropertyStart("reasons");
          for (Readiness.Reason reason : now.reasons()) {
            json.writeStartObject();
            json.writeStringProperty("code", reason.code());
            json.writeStringProperty("detail", reason.detail());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberProperty("lagSeconds", (double) now.lag().toMillis() / MILLIS_A_SECOND);
          json.writeEndObject();
        });
  }

  private Answer counted() {
    return Answer.success(200, PROMETHEUS, metrics.get().getBytes(StandardCharsets.UTF_8));
  }

  private Answer described() {
    return Answer.success(200, "application/yaml", openApi);
  }

  private static byte[] openApi() {
    try (InputStream in = OperationsApi.class.getResourceAsStream("/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
