package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Constant Contact (developer.constantcontact.com, the pages for partners): only technology
/// partners get webhooks, and only about plans and accounts, none about contacts or campaigns. The
/// body holds the app's own key, which is compared and then left out of the event. No header with a
/// signature is documented.
final class ConstantContact implements Provider {
  private static final String KEY = "api_key";
  private static final Pattern ACCOUNT = Pattern.compile("/accounts/([^/?#]+)");

  @Override
  public String name() {
    return "constantcontact";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Constant Contact (partners)",
        Evidence.NOT_SIGNED,
        Evidence.DOCUMENTED,
        Duration.ZERO,
        List.of(Draft.BODY),
        "developer.constantcontact.com: partner webhooks");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of("key", new KeyScheme(KeyScheme.Place.JSON_MEMBER, KEY, ""));
  }

  @Override
  public Reading read(Request request) {
    try {
      Json body = Json.read(request.body());
      String type = body.textAt("event_type");
      if (type.isEmpty()) {
        return new Reading.Unreadable("The body has no event_type");
      }
      Matcher account = ACCOUNT.matcher(body.textAt("url"));
      return new Draft("constantcontact", type, withoutKey(body))
          .subject(account.find() ? account.group(1) : "")
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static byte[] withoutKey(Json body) {
    return body.members().entrySet().stream()
        .filter(member -> !member.getKey().equals(KEY))
        .map(member ->
            Json.quoted(member.getKey()) + ":" + new String(member.getValue().bytes(), UTF_8))
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(UTF_8);
  }
}
