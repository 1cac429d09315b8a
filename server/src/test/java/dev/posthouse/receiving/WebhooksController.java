package dev.posthouse.receiving;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Spring MVC.
@RestController
final class WebhooksController {
  private final String address;
  private final WebhookReceiver<?> receiver;

  WebhooksController(String address, WebhookReceiver<?> receiver) {
    this.address = address;
    this.receiver = receiver;
  }

  // begin: spring
  @RequestMapping("/webhooks")
  ResponseEntity<byte[]> receive(
      HttpMethod method,
      @RequestHeader MultiValueMap<String, String> headers,
      HttpServletRequest asked)
      throws IOException {
    String url = Request.url(address, Objects.requireNonNullElse(asked.getQueryString(), ""));
    byte[] body = receiver.body(asked.getInputStream());
    Answer answer =
        receiver.receive(new Request(method.name(), url, headers, body), Instant.now()).answer();
    var answered = new HttpHeaders();
    answer.allHeaders().forEach(answered::set);
    return ResponseEntity.status(answer.status()).headers(answered).body(answer.bytes());
  }
  // end
}
