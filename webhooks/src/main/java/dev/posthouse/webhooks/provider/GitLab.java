package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.AnyScheme;
import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// GitLab: the signing token of 2026 is Standard Webhooks (gitlab-org merge requests 230944 and
/// 231325); before it, and still, the secret token came in clear as `X-Gitlab-Token`. The headers
/// that name an event are from general knowledge.
final class GitLab implements Provider {
  private static final Verified UNVERIFIED = new Verified("", Instant.EPOCH, 0);
  private static final Scheme TOKEN = KeyScheme.header("X-Gitlab-Token");

  @Override
  public String name() {
    return "gitlab";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "GitLab",
        Evidence.DOCUMENTED,
        Evidence.UNCONFIRMED,
        Duration.ofSeconds(10),
        List.of("idempotencyKey", "eventUuid", Draft.BODY),
        "gitlab-org/gitlab merge requests 230944, 231325");
  }

  @Override
  public Map<String, Scheme> schemes() {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    schemes.put("either", AnyScheme.of(StandardScheme.STANDARD, TOKEN));
    schemes.put("signing-token", StandardScheme.STANDARD);
    schemes.put("secret-token", TOKEN);
    return schemes;
  }

  @Override
  public Reading read(Request request) {
    return read(request, UNVERIFIED);
  }

  @Override
  public Reading read(Request request, Verified verified) {
    String hook = request.header("X-Gitlab-Event").orElse("");
    if (hook.isEmpty()) {
      return new Reading.Unreadable("The header X-Gitlab-Event is missing");
    }
    try {
      Json body = Json.read(request.body());
      String action = body.textAt("object_attributes.action");
      String kind = kind(hook);
      String idempotency =
          Optional.of(verified.id())
              .filter(signed -> !signed.isEmpty())
              .or(() -> request.header("Idempotency-Key"))
              .or(() -> request.header("webhook-id"))
              .orElse("");
      return new Draft("gitlab", action.isEmpty() ? kind : kind + "." + action, request.body())
          .subject(subject(body, kind))
          .time(Times.text(body.textAt("object_attributes.updated_at")))
          .key("idempotencyKey", idempotency)
          .key(
              "eventUuid",
              request.header("X-Gitlab-Webhook-UUID").orElse(""),
              request.header("X-Gitlab-Event-UUID").orElse(""))
          .attribute("instance", request.header("X-Gitlab-Instance").orElse(""))
          .attribute("project", body.textAt("project.path_with_namespace"))
          .attribute("eventuuid", request.header("X-Gitlab-Event-UUID").orElse(""))
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// `changes` holds pairs of `previous` and `current` (docs.gitlab.com, "Webhook events").
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    return data.at("changes")
        .flatMap(told -> Telling.pairs(told, "previous", "current", path -> Optional.empty()));
  }

  /// `Merge Request Hook` as `merge_request`.
  private static String kind(String hook) {
    String words = hook.endsWith(" Hook") ? hook.substring(0, hook.length() - 5) : hook;
    return words.strip().toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private static String subject(Json body, String kind) {
    String project = body.textAt("project.path_with_namespace");
    String number = body.textAt("object_attributes.iid");
    return project.isEmpty() || number.isEmpty() ? project : project + "/" + kind + "/" + number;
  }
}
