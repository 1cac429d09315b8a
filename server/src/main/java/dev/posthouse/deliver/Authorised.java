package dev.posthouse.deliver;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Auth;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.oauth.TokenSource;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.rule.Words;
import java.util.List;

/// Puts tokens into the requests of endpoints that want them. A receiver that answers 401 gets the
/// same request once more with another token, within the same attempt.
record Authorised(Tokens tokens, Sender sender) {
  private static final String NAME = "authorization";
  private static final String BEARER = "Bearer ";

  /// Stands where a token will stand.
  static final Header PLACEHOLDER = new Header(NAME, BEARER + Secret.MASK);

  private static final int UNAUTHORIZED = 401;

  /// The request with its token; waits for it.
  ///
  /// @throws Unsendable if none can be had
  Request ready(Request request, Endpoint endpoint) throws InterruptedException {
    return switch (endpoint.auth()) {
      case Auth.OAuth2 oauth ->
          with(request, token(tokens.token(endpoint.id(), oauth.source(endpoint))));
      case Auth.SelfIssued own -> with(request, tokens.sign(own.assertion()));
      case Auth.None n -> request;
      case Auth.ApiKey a -> request;
      case Auth.Basic b -> request;
      case Auth.Bearer b -> request;
    };
  }

  Sent send(Request request, Endpoint endpoint) throws InterruptedException {
    Sent sent = sender.send(request);
    boolean refused =
        sent.outcome() instanceof Outcome.Answered answer && answer.status() == UNAUTHORIZED;
    return refused && endpoint.auth() instanceof Auth.OAuth2 oauth
        ? again(request, endpoint, oauth.source(endpoint), sent)
        : sent;
  }

  private Sent again(Request request, Endpoint endpoint, TokenSource source, Sent first)
      throws InterruptedException {
    String shown = shown(request);
    return switch (tokens.instead(endpoint.id(), source, new Secret(shown))) {
      case Tokens.Had.Token other when !other.value().reveal().equals(shown) ->
          sender.send(with(request, other.value().reveal())).after(first);
      case Tokens.Had.Token same -> first;
      case Tokens.Had.None none -> first;
    };
  }

  private static String token(Tokens.Had had) {
    return switch (had) {
      case Tokens.Had.Token token -> token.value().reveal();
      case Tokens.Had.None none ->
          throw new Unsendable(
              Outcome.Reason.NO_TOKEN,
              new Words("no access token: " + none.why(), "没有访问令牌：" + none.why()));
    };
  }

  private static String shown(Request request) {
    return request.headers().stream()
        .filter(header -> header.name().equals(NAME))
        .map(header -> header.value().substring(BEARER.length()))
        .findFirst()
        .orElse("");
  }

  private static Request with(Request request, String token) {
    List<Header> headers =
        request.headers().stream()
            .map(h -> h.name().equals(NAME) ? new Header(NAME, BEARER + token) : h)
            .toList();
    return request.carrying(headers);
  }
}
