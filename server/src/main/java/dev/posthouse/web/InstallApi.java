package dev.posthouse.web;

import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.shopify.Install;
import dev.posthouse.shopify.Install.Step;
import io.helidon.http.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `/shopify/{id}/install` and `/shopify/{id}/callback`: where a merchant's browser begins an
/// installation, and where Shopify sends it back to. It shows no key of ours: what Shopify signed,
/// and a cookie, prove it.
final class InstallApi {
  private static final String COOKIE = "posthouse_shopify_state";
  private static final String ATTRIBUTES = "; Max-Age=600; HttpOnly; Secure; SameSite=Lax";

  private final Install install;

  InstallApi(Install install) {
    this.install = install;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/shopify/{id}/install", Need.NOTHING, this::begin),
        new Route("GET", "/shopify/{id}/callback", Need.NOTHING, this::finish));
  }

  private Answer begin(Call call) {
    return answer(install.begin(call.id(ShopifyAppId::parse), call.rawQuery()));
  }

  private Answer finish(Call call) throws InterruptedException {
    ShopifyAppId id = call.id(ShopifyAppId::parse);
    String cookie = cookie(call.header(HeaderNames.COOKIE).orElse(""));
    return answer(install.finish(id, call.rawQuery(), cookie, call.caller().from()));
  }

  private static String cookie(String header) {
    return Arrays.stream(header.split(";"))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(COOKIE.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static Answer answer(Optional<Step> step) {
    return switch (step.orElseThrow(() -> new Refusal(Problem.notFound()))) {
      case Step.Away away ->
          redirect(away.location())
              .with(
                  "Set-Cookie", COOKIE + "=" + away.state() + "; Path=" + away.path() + ATTRIBUTES);
      case Step.Done done when done.landing().isEmpty() -> page(done.shop());
      case Step.Done done -> redirect(done.landing());
      case Step.Refused refused ->
          Answer.problem(
              Problem.of(
                  refused.status(), refused.code(), "The app is not installed", refused.why()));
    };
  }

  /// An address that holds a code or a state is told to nobody.
  private static Answer redirect(String location) {
    return new Answer(302, "", "", new byte[0], List.of())
        .with("Location", location)
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer");
  }

  private static Answer page(String shop) {
    String text =
        "<!doctype html><meta charset=utf-8><title>Installed</title><p>The app is installed in "
            + shop
            + ". You can close this page.";
    return Answer.success(200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}
