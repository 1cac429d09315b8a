package dev.posthouse.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// The server, as the commands see it: where it is, the key, time-outs, and failures that say what
/// to do.
final class Client {
  static final String URL = "POSTHOUSE_URL";
  static final String KEY = "POSTHOUSE_KEY";
  static final String TENANT = "POSTHOUSE_TENANT";
  static final String JSON = "application/json";
  static final String USUAL = "http://127.0.0.1:8080";

  /// A machine that is there answers a connect in far less.
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /// A document of many webhooks, or a batch at the end of a long queue, may take a while.
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final int OK = 200;

  private final String base;
  private final String key;
  private final String tenant;
  private final Words words;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private Client(String base, String key, String tenant, Words words) {
    this.base = base;
    this.key = key;
    this.tenant = tenant;
    this.words = words;
  }

  /// The server that the environment names, else the one that runs from this folder. The key of
  /// that one goes to no other address.
  ///
  /// @param tenant whom to act for; if empty, whom the environment names, else whose the key is
  static Client of(Shell shell, Words words, String tenant) {
    String url = shell.variable(URL);
    String given = shell.variable(KEY).strip();
    Local local = url.isEmpty() || given.isEmpty() ? shell.premises().server() : Local.NONE;
    String base = url.isEmpty() ? address(local) : checked(url, words);
    boolean here = given.isEmpty() && base.equals(local.url());
    String key = here ? local.key() : given;
    if (key.isEmpty()) {
      throw Failed.refused(words.say(here ? "client.nolocalkey" : "client.nokey", base));
    }
    if (!fitsHeader(key)) {
      throw Failed.usage(words.say("client.oddkey"));
    }
    String whom = whom(tenant, shell.variable(TENANT).strip(), here ? local.tenant() : "");
    if (!fitsHeader(whom)) {
      throw Failed.usage(words.say("client.oddtenant", whom));
    }
    return new Client(base, key, whom, words);
  }

  private static String address(Local local) {
    return local.url().isEmpty() ? USUAL : local.url();
  }

  private static String whom(String... wishes) {
    return Stream.of(wishes).filter(wish -> !wish.isEmpty()).findFirst().orElse("");
  }

  private static boolean fitsHeader(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static String checked(String url, Words words) {
    try {
      URI uri = new URI(url.strip()).parseServerAuthority();
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean plain = uri.getRawQuery() == null && uri.getRawUserInfo() == null;
      if (uri.getHost() != null && plain && (scheme.equals("http") || scheme.equals("https"))) {
        return uri.toString().replaceAll("/+$", "");
      }
    } catch (URISyntaxException e) {
      throw Failed.usage(words.say("client.url", url));
    }
    throw Failed.usage(words.say("client.url", url));
  }

  /// Where the server is.
  String address() {
    return base;
  }

  /// One part of a path or a query.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// @throws Failed where the answer is none of success
  Answer get(String path) throws InterruptedException {
    return successful(exchange("GET", path, "", new byte[0]));
  }

  /// @throws Failed where the answer is none of success
  Answer send(String method, String path, String body) throws InterruptedException {
    byte[] bytes = utf8(body);
    return successful(exchange(method, path, JSON, bytes));
  }

  /// The answer, whatever it is.
  ///
  /// @throws Failed where there is none
  Answer exchange(String method, String path, String type, byte[] body)
      throws InterruptedException {
    var request = request(path).timeout(ANSWER).method(method, BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Retry-After").orElse(""),
          response.headers().firstValue("Date").orElse(""),
          response.body());
    } catch (IOException e) {
      throw Failed.refused(words.say(reason(e), base, told(e)));
    }
  }

  /// Reads an answer line by line as it comes, until it ends or breaks.
  ///
  /// @param last the id that was read last; empty for none
  /// @return whether the server ended it; false if it broke
  /// @throws Failed where the server cannot be reached, or says no
  boolean follow(String path, String last, Consumer<String> line) throws InterruptedException {
    var request = request(path).timeout(ANSWER).GET();
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    try {
      HttpResponse<Stream<String>> response = http.send(request.build(), BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        if (response.statusCode() != OK) {
          String body = lines.collect(Collectors.joining("\n"));
          throw Problems.failed(new Answer(response.statusCode(), "", "", utf8(body)), words);
        }
        lines.forEach(line);
        return true;
      }
    } catch (UncheckedIOException broken) {
      return false;
    } catch (IOException e) {
      throw Failed.refused(words.say(reason(e), base, told(e)));
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + key)
            .header("Accept-Language", words.language());
    return tenant.isEmpty() ? request : request.header("Posthouse-Tenant", tenant);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case ConnectException refused -> "client.unreachable";
      case HttpTimeoutException slow -> "client.timeout";
      case SSLException tls -> "client.tls";
      case IOException broken -> "client.broken";
    };
  }

  private static String told(IOException e) {
    return String.valueOf(e.getMessage());
  }

  private Answer successful(Answer answer) {
    if (!answer.isSuccess()) {
      throw Problems.failed(answer, words);
    }
    return answer;
  }
}
