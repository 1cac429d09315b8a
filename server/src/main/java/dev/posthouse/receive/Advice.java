package dev.posthouse.receive;

import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.provider.Facts;
import java.util.ArrayList;
import java.util.List;

/// What was saved of a source but will not work, or not safely, as it stands.
final class Advice {
  /// The key that is there without anybody's saying: a hash of type and body.
  private static final String BODY = "body";

  private Advice() {}

  static List<String> on(Source source) {
    var warnings = new ArrayList<String>();
    if (source.open() && source.allowedIps().isEmpty()) {
      warnings.add(
          "Nothing proves who sends: whoever knows the address is believed. Keep it secret, and"
              + " name the sender's addresses in allowedIps.");
    }
    if (!source.open() && source.secrets().isEmpty() && source.keysAt().isEmpty()) {
      warnings.add(
          "There is no secret yet, so everything is refused. Put what the provider shows into"
              + " secrets.");
    }
    if (source.url().isEmpty() && signsUrl(source.proof())) {
      warnings.add(
          "The scheme may sign the URL that the provider was given. Put it into url, or such"
              + " requests are refused.");
    }
    if (source.dedupe().equals(BODY)) {
      warnings.add(byBody(source));
    }
    boolean custom = source.custom().isPresent();
    if (!custom && source.provider().facts().signature() == Facts.Evidence.UNCONFIRMED) {
      warnings.add(
          "How "
              + source.provider().facts().label()
              + " signs is not confirmed by anything of its own: watch the first requests.");
    }
    return warnings;
  }

  private static String byBody(Source source) {
    List<String> better =
        source.provider().facts().keys().stream().filter(key -> !key.equals(BODY)).toList();
    String loss =
        "Events are known by their bodies: of two whose bodies are alike, the later is taken for a"
            + " repetition and not stored.";
    if (!better.isEmpty()) {
      return loss + " A better dedupe is " + String.join(", or ", better) + ".";
    }
    return source.custom().isEmpty()
        ? loss
        : loss + " If the sender gives its events an id, name its place in custom.key.";
  }

  private static boolean signsUrl(Scheme scheme) {
    if (scheme instanceof AnyScheme any) {
      return any.schemes().stream().anyMatch(Advice::signsUrl);
    }
    return scheme instanceof HmacScheme hmac
        && (hmac.content().contains("{url") || hmac.content().contains("{path}"));
  }
}
