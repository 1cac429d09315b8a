package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.KeyScheme;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.body.Form;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Facts.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Mailchimp Marketing. It signs nothing: a secret goes into the address as `?secret=…`, and must
/// be kept out of logs. When a webhook is saved, it is asked for with `GET` or `HEAD`. The form's
/// brackets (`data[merges][FNAME]`) become objects in objects. There is no id of an event.
final class Mailchimp implements Provider {
  @Override
  public String name() {
    return "mailchimp";
  }

  @Override
  public Facts facts() {
    return new Facts(
        "Mailchimp Marketing",
        Evidence.NOT_SIGNED,
        Evidence.UNCONFIRMED,
        Duration.ofSeconds(10),
        List.of("change", Draft.BODY),
        "transcriptions of Mailchimp's guide to webhooks");
  }

  @Override
  public Map<String, Scheme> schemes() {
    return Map.of("query", KeyScheme.query("secret"));
  }

  @Override
  public Optional<Answer> greet(Request request) {
    boolean probe = request.method().equals("GET") || request.method().equals("HEAD");
    return probe ? Optional.of(Answer.empty(200)) : Optional.empty();
  }

  @Override
  public Reading read(Request request) {
    Form form = Form.read(request.body());
    String type = value(form, "type");
    if (type.isEmpty()) {
      return new Reading.Unreadable("The form has no type");
    }
    String fired = value(form, "fired_at");
    String list = value(form, "data[list_id]");
    String whom = value(form, "data[id]", "data[new_id]", "data[email]");
    try {
      return new Draft("mailchimp", type, form.json().getBytes(UTF_8))
          .subject(list, whom)
          .time(Times.text(fired))
          .key("change", type, fired, whom, list)
          .attribute("listid", list)
          .alone();
    } catch (Malformed e) {
      return new Reading.Unreadable(e.what());
    }
  }

  private static String value(Form form, String... names) {
    return Stream.of(names)
        .flatMap(name -> form.first(name).stream())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
