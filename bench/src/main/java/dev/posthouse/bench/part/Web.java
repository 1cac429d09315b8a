package dev.posthouse.bench.part;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// The harness's own few requests; none of them is measured.
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Web() {}

  static String read(String url) throws InterruptedException {
    return text(request(url).build());
  }

  /// @throws BenchFailure if the answer is not 2xx
  static String send(String method, String url, String body, List<String> headers)
      throws InterruptedException {
    return text(
        request(url)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .headers(headers.toArray(String[]::new))
            .build());
  }

  /// Whether the address answers 2xx just now.
  static boolean answers(String url) throws InterruptedException {
    try {
      return status(url) / 100 == 2;
    } catch (IOException e) {
      return false;
    }
  }

  private static int status(String url) throws IOException, InterruptedException {
    var answer = CLIENT.send(request(url).build(), HttpResponse.BodyHandlers.discarding());
    return answer.statusCode();
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
  }

  private static String text(HttpRequest request) throws InterruptedException {
    try {
      var answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new BenchFailure(
            "%s %s: %d %s"
                .formatted(request.method(), request.uri(), answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new BenchFailure("no answer from " + request.uri() + ": " + e, e);
    }
  }
}
