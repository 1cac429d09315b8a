package dev.posthouse.receive;

import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.provider.Facts;
import java.util.ArrayList;
import java.util.List;

/// What was saved of a source but will not work, or not safely, as it stands.
final class Advice {
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
    boolean custom = source.custom().isPresent();
    if (!custom && source.provider().facts().signature() == Facts.Evidence.UNCONFIRMED) {
      warnings.add(
          "How "
              + source.provider().facts().label()
              + " signs is not confirmed by anything of its own: watch the first requests.");
    }
    return warnings;
  }

  private static boolean signsUrl(Scheme scheme) {
    if (scheme instanceof AnyScheme any) {
      return any.schemes().stream().anyMatch(Advice::signsUrl);
    }
    return scheme instanceof HmacScheme hmac
        && (hmac.content().contains("{url") || hmac.content().contains("{path}"));
  }
}
