package dev.posthouse.receiving;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Answer;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Any servlet container.
@SuppressWarnings("serial") // nobody stores servlets
final class WebhooksServlet extends HttpServlet {
  private final String address;
  private final WebhookReceiver<?> receiver;

  WebhooksServlet(String address, WebhookReceiver<?> receiver) {
    this.address = address;
    this.receiver = receiver;
  }

  // begin: servlet
  @Override
  protected void service(HttpServletRequest asked, HttpServletResponse answered)
      throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    Collections.list(asked.getHeaderNames())
        .forEach(name -> headers.put(name, Collections.list(asked.getHeaders(name))));
    String url = Request.url(address, Objects.requireNonNullElse(asked.getQueryString(), ""));
    byte[] body = receiver.body(asked.getInputStream());
    var request = new Request(asked.getMethod(), url, headers, body);
    Answer answer = receiver.receive(request, Instant.now()).answer();
    answered.setStatus(answer.status());
    answer.allHeaders().forEach(answered::setHeader);
    answered.getOutputStream().write(answer.bytes());
  }
  // end
}
