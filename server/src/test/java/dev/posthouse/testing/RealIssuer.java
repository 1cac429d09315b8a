package dev.posthouse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An authorization server that somebody else wrote, on a free port of this machine.
public final class RealIssuer implements AutoCloseable {
  public static final String AUDIENCE = "posthouse";
  private static final String REALM = "erp";

  /// On Netty: its other server wants JUnit 4, which Surefire would take for ours.
  public final MockOAuth2Server server =
      new MockOAuth2Server(
          new OAuth2Config(
              false, null, null, true, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));

  private final AtomicInteger seen = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();

  public RealIssuer() {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  public String name() {
    return server.issuerUrl(REALM).toString();
  }

  public URI tokenEndpoint() {
    return server.tokenEndpointUrl(REALM).uri();
  }

  /// What the next token says, beside what all say.
  public void next(String subject, Map<String, Object> claims, long seconds) {
    var _ =
        server.enqueueCallback(
            new DefaultOAuth2TokenCallback(
                REALM, subject, "JWT", List.of(AUDIENCE), claims, seconds));
  }

  /// As a service gets one: by its client's secret.
  public String token(String subject, Map<String, Object> claims)
      throws IOException, InterruptedException {
    next(subject, claims, 300);
    JsonNode answer =
        post(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", subject,
                "client_secret", "a-secret",
                "scope", "posthouse"));
    return answer.path("access_token").stringValue();
  }

  /// Looks at how clients show who they are.
  public void expectClient(ClientCheck check) {
    var _ =
        server.enqueueCallback(
            new DefaultOAuth2TokenCallback(REALM, "x", "JWT", List.of(AUDIENCE), Map.of(), 300) {
              @Override
              public String subject(TokenRequest request) {
                try {
                  check.look(request.getClientAuthentication());
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
                seen.incrementAndGet();
                return "x";
              }
            });
  }

  public interface ClientCheck {
    void look(ClientAuthentication client) throws Exception;
  }

  /// Clients that stood the look.
  public int clientsSeen() {
    return Math.min(1, seen.get());
  }

  /// As an application gets one when its user has agreed.
  public String refreshToken(String clientId) throws IOException, InterruptedException {
    String query =
        "?response_type=code&response_mode=query&scope=openid&state=s&nonce=n&redirect_uri=https%3A%2F%2Fapp.test%2F&client_id="
            + clientId;
    var request =
        HttpRequest.newBuilder(URI.create(server.authorizationEndpointUrl(REALM) + query));
    String place =
        client
            .send(request.build(), HttpResponse.BodyHandlers.ofString())
            .headers()
            .firstValue("location")
            .orElseThrow();
    JsonNode answer =
        post(
            Map.of(
                "grant_type", "authorization_code",
                "client_id", clientId,
                "client_secret", "secret",
                "redirect_uri", "https://app.test/",
                "code", place.replaceAll(".*[?&]code=([^&]*).*", "$1")));
    return answer.path("refresh_token").asString("");
  }

  public JsonNode post(Map<String, String> form) throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        HttpRequest.newBuilder(tokenEndpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JsonMapper.shared()
        .readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    client.close();
    server.shutdown();
  }
}
