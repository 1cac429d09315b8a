package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.SignedTime;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.change.Change;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Slack: the Events API, interactivity and slash commands (`slackapi/java-slack-sdk`,
/// `@slack/bolt`). The challenge of a new address is signed like everything else. What is answered
/// to a slash command is shown to its user, so the body stays empty.
final class Slack implements Provider {
  @Override
  public String name() {
    return "slack";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Slack",
        Evidence.VENDOR_SOFTWARE,
        Evidence.DOCUMENTED,
        Duration.ofSeconds(3),
        List.of("eventId", Draft.BODY),
        "github.com/slackapi/java-slack-sdk: SlackSignature; @slack/bolt");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of(
        "signature",
        HmacScheme.in("X-Slack-Signature", "v0={signature}")
            .over(
                "v0:{timestamp}:{body}",
                SignedTime.in("X-Slack-Request-Timestamp", SignedTime.Unit.SECONDS)));
  }

  @Override
  public Reading read(Request request) {
    try {
      if (!Bodies.isForm(request)) {
        return event(Json.read(request.body()), request.body());
      }
      Form form = Form.read(request.body());
      Optional<String> payload = form.first("payload");
      if (payload.isPresent()) {
        byte[] data = payload.get().getBytes(UTF_8);
        return interaction(Json.read(data), data);
      }
      return command(form);
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  /// A message that was edited comes with what it was (`previous_message` in Slack's own types for
  /// JavaScript; its page on `message_changed` does not show it). Fields are those of a message.
  @Override
  public Optional<List<Change>> changes(String type, Json data) {
    return data.at("event.previous_message")
        .flatMap(before -> Telling.states(before, data.at("event.message").orElse(Json.NOTHING)));
  }

  private static Reading event(Json body, byte[] data) {
    String type = body.textAt("type");
    if (type.equals("url_verification")) {
      return new Reading.Handshake(Answer.text(body.textAt("challenge")));
    }
    String inner = body.textAt("event.type");
    if (type.isEmpty()) {
      return new Reading.Unreadable("The event has no type");
    }
    return new Draft("slack", inner.isEmpty() ? type : inner, data)
        .subject(
            body.textAt("team_id"),
            Bodies.first(
                body, "event.channel", "event.channel.id", "event.item.channel", "event.user"))
        .time(Times.seconds(body.textAt("event_time")))
        .key("eventId", body.textAt("event_id"))
        .attribute("teamid", body.textAt("team_id"))
        .attribute("appid", body.textAt("api_app_id"))
        .attribute("subtype", body.textAt("event.subtype"))
        .alone();
  }

  private static Reading interaction(Json body, byte[] data) {
    String type = body.textAt("type");
    if (type.isEmpty()) {
      return new Reading.Unreadable("The payload has no type");
    }
    return new Draft("slack", type, data)
        .subject(body.textAt("team.id"), Bodies.first(body, "channel.id", "view.id", "user.id"))
        .key("eventId", body.textAt("trigger_id"))
        .attribute("teamid", body.textAt("team.id"))
        .attribute("appid", body.textAt("api_app_id"))
        .alone();
  }

  private static Reading command(Form form) throws Malformed {
    if (form.first("command").isEmpty()) {
      return new Reading.Unreadable("The form has neither payload nor command");
    }
    return new Draft("slack", "command", form.json().getBytes(UTF_8))
        .subject(form.first("team_id").orElse(""), form.first("channel_id").orElse(""))
        .key("eventId", form.first("trigger_id").orElse(""))
        .attribute("teamid", form.first("team_id").orElse(""))
        .attribute("appid", form.first("api_app_id").orElse(""))
        .alone();
  }

  @Override
  public Answer answer(Outcome outcome) {
    return Answer.silent(outcome);
  }
}
