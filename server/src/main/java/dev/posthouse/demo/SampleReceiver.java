package dev.posthouse.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// The other side, inside this process: takes webhooks on a port of its own, believes only what is
/// signed, and has [Moods].
public final class SampleReceiver implements AutoCloseable {
  private static final int NOT_GENUINE = 401;
  private static final int BACKLOG = 50;

  /// Lets time pass.
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private final HttpServer http;
  private final InstantSource clock;
  private final Pause pause;
  private final Moods moods = new Moods();
  private final Map<String, Verifier> trusted = new ConcurrentHashMap<>();

  private SampleReceiver(HttpServer http, InstantSource clock, Pause pause) {
    this.http = http;
    this.clock = clock;
    this.pause = pause;
  }

  /// Listens on a free port of the loopback.
  ///
  /// @param requests runs each of them
  public static SampleReceiver open(Executor requests, InstantSource clock, Pause pause) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var receiver = new SampleReceiver(HttpServer.create(address, BACKLOG), clock, pause);
      receiver.http.setExecutor(requests);
      receiver.http.createContext("/", receiver::answer);
      receiver.http.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException("the sample receiver finds no port", e);
    }
  }

  public InetSocketAddress address() {
    return http.getAddress();
  }

  /// From now on believes what this verifier does, on that path.
  public void trust(String path, Verifier verifier) {
    trusted.put(path, verifier);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!genuine(exchange, body)) {
        say(exchange, NOT_GENUINE, "the signature is wrong");
        return;
      }
      Moods.Mood mood = moods.next();
      pause.of(mood.pause());
      say(exchange, mood.status(), mood.status() == 200 ? "thank you" : "too much to do just now");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean genuine(HttpExchange exchange, byte[] body) {
    Verifier verifier = trusted.get(exchange.getRequestURI().getPath());
    return verifier != null
        && verifier.verify(exchange.getRequestHeaders(), clock.instant(), body)
            instanceof Verification.Verified;
  }

  private static void say(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
