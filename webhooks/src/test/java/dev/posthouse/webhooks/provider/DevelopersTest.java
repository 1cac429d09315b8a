package dev.posthouse.webhooks.provider;

import static dev.posthouse.webhooks.provider.Requests.data;
import static dev.posthouse.webhooks.provider.Requests.event;
import static dev.posthouse.webhooks.provider.Requests.events;
import static dev.posthouse.webhooks.provider.Requests.form;
import static dev.posthouse.webhooks.provider.Requests.json;
import static dev.posthouse.webhooks.provider.Requests.method;
import static dev.posthouse.webhooks.provider.Requests.provider;
import static dev.posthouse.webhooks.provider.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.posthouse.webhooks.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// GitHub, GitLab, Slack, Standard Webhooks, CloudEvents.
class DevelopersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "push | {\"repository\":{\"full_name\":\"o/r\"}} | github.push | o/r",
        "issues | {\"action\":\"opened\",\"issue\":{\"number\":7},\"repository\":{\"full_name\":\"o/r\"}} | github.issues.opened | o/r/issues/7",
        "pull_request | {\"action\":\"closed\",\"pull_request\":{\"number\":8},\"repository\":{\"full_name\":\"o/r\"}} | github.pull_request.closed | o/r/pull/8",
        "ping | {\"zen\":\"x\"} | github.ping | ''",
      })
  void github_tells_event_action_and_subject(
      String name, String body, String type, String subject) {
    Request request = json(body, "X-GitHub-Event", name, "X-GitHub-Delivery", "d1");
    ProviderEvent event = event("github", request);

    assertThat(event.type()).isEqualTo(type);
    assertThat(event.subject()).isEqualTo(subject);
    assertThat(event.key()).isEqualTo("d1");
  }

  @Test
  void github_may_send_a_form() {
    String payload = "{\"action\":\"opened\",\"title\":\"♥ & =\"}";
    String body = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    ProviderEvent event = event("github", form(body, "X-GitHub-Event", "issues"));

    assertThat(event.type()).isEqualTo("github.issues.opened");
    assertThat(event.contentType()).isEqualTo("application/json");
    assertThat(data(event)).isEqualTo(payload);
  }

  @Test
  void gitlab_tells_kind_action_and_project() {
    ProviderEvent event =
        event(
            "gitlab",
            json(
                "{\"project\":{\"path_with_namespace\":\"g/p\"},\"object_attributes\":"
                    + "{\"iid\":4,\"action\":\"merge\",\"updated_at\":\"2026-11-22 03:00:00 UTC\"}}",
                "X-Gitlab-Event",
                "Merge Request Hook",
                "webhook-id",
                "m1",
                "X-Gitlab-Webhook-UUID",
                "h1",
                "X-Gitlab-Event-UUID",
                "u1"));

    assertThat(event.type()).isEqualTo("gitlab.merge_request.merge");
    assertThat(event.subject()).isEqualTo("g/p/merge_request/4");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00Z");
    assertThat(event.key()).isEqualTo("m1");
    assertThat(event.key("eventUuid")).isEqualTo("h1|u1");
  }

  @Test
  void slack_wants_its_challenge_back() {
    Reading reading =
        provider("slack").read(json("{\"type\":\"url_verification\",\"challenge\":\"3eZb\"}"));

    assertThat(reading).isEqualTo(new Reading.Handshake(Answer.text("3eZb")));
  }

  @Test
  void slack_tells_events_interactions_and_commands() {
    ProviderEvent message =
        event(
            "slack",
            json(
                "{\"type\":\"event_callback\",\"team_id\":\"T1\",\"api_app_id\":\"A1\",\"event_id\":\"Ev1\","
                    + "\"event_time\":1700000000,\"event\":{\"type\":\"message\",\"channel\":\"C1\"}}"));
    assertThat(message.type()).isEqualTo("slack.message");
    assertThat(message.subject()).isEqualTo("T1/C1");
    assertThat(message.key()).isEqualTo("Ev1");
    assertThat(message.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(message.attributes()).containsOnly(entry("teamid", "T1"), entry("appid", "A1"));

    ProviderEvent click =
        event(
            "slack",
            form("payload=%7B%22type%22%3A%22block_actions%22%2C%22trigger_id%22%3A%229%22%7D"));
    assertThat(click.type()).isEqualTo("slack.block_actions");
    assertThat(click.key()).isEqualTo("9");

    ProviderEvent command =
        event("slack", form("command=%2Fship&text=42&team_id=T1&channel_id=C2"));
    assertThat(command.type()).isEqualTo("slack.command");
    assertThat(data(command))
        .isEqualTo(
            "{\"command\":\"/ship\",\"text\":\"42\",\"team_id\":\"T1\",\"channel_id\":\"C2\"}");
  }

  @Test
  void slack_users_do_not_see_what_is_answered() {
    assertThat(provider("slack").answer(new Outcome.Stored(1, 0))).isEqualTo(Answer.empty(200));
  }

  @Test
  void standard_webhooks_keep_the_type_of_the_sender() {
    String body =
        "{\"type\":\"user.created\",\"timestamp\":\"2026-11-22T03:00:00Z\",\"data\":{\"id\":\"u1\"}}";
    ProviderEvent event = event("standard", json(body, "svix-id", "msg_1"));

    assertThat(event.type()).isEqualTo("user.created");
    assertThat(event.subject()).isEqualTo("u1");
    assertThat(event.key()).isEqualTo("msg_1");
    assertThat(
            event("standard", json("{\"type\":\"a\"}", "webhook-timestamp", "1700000000")).time())
        .isEqualTo(Instant.ofEpochSecond(1_700_000_000));
  }

  /// The example of percent-encoding is the specification's own.
  @Test
  void cloudevents_headers_are_decoded_once() {
    ProviderEvent event =
        event(
            "cloudevents",
            request(
                "text/plain", "hello",
                "ce-specversion", "1.0",
                "ce-id", "\"a b\"",
                "ce-source", "/s",
                "ce-type", "com.example.x",
                "ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80"));

    assertThat(event.type()).isEqualTo("com.example.x");
    assertThat(event.subject()).isEqualTo("Euro € 😀");
    assertThat(event.key()).isEqualTo("/s|a b");
    assertThat(event.contentType()).isEqualTo("text/plain");
  }

  @Test
  void cloudevents_come_in_batches_and_each_keeps_its_bytes() {
    String first =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"a\",\"data\":{\"x\": 1.50}}";
    String second =
        "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/s\",\"type\":\"b\",\"data_base64\":\"aGk=\","
            + "\"datacontenttype\":\"text/plain\",\"dept\":\"x\"}";
    List<ProviderEvent> events =
        events(
            "cloudevents",
            request("application/cloudevents-batch+json", "[" + first + "," + second + "]"));

    assertThat(events).extracting(ProviderEvent::key).containsExactly("/s|1", "/s|2");
    assertThat(events).extracting(Requests::data).containsExactly("{\"x\": 1.50}", "hi");
    assertThat(events.get(1).attributes()).containsEntry("dept", "x");
  }

  @ParameterizedTest
  @CsvSource({"ce-id", "ce-source", "ce-type", "ce-specversion"})
  void cloudevents_need_their_four_attributes(String missing) {
    Request whole =
        json("{}", "ce-id", "1", "ce-source", "/s", "ce-type", "t", "ce-specversion", "1.0");
    var headers = new java.util.HashMap<>(whole.headers());
    headers.remove(missing);

    assertThat(provider("cloudevents").read(Request.post(headers, whole.body())))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({"%C0%A0", "%", "%2", "%zz"})
  void cloudevents_headers_that_are_not_utf_8_are_refused(String value) {
    assertThat(
            provider("cloudevents")
                .read(
                    json(
                        "{}",
                        "ce-id",
                        value,
                        "ce-source",
                        "/s",
                        "ce-type",
                        "t",
                        "ce-specversion",
                        "1.0")))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void data_of_a_cloud_event_that_say_they_are_json_and_are_not_cannot_be_read() {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"data_base64\":\"AAEC\"%s}";
    String binary = ",\"datacontenttype\":\"application/octet-stream\"";

    assertThat(
            provider("cloudevents")
                .read(request("application/cloudevents+json", event.formatted(""))))
        .isInstanceOf(Reading.Unreadable.class);
    assertThat(
            event("cloudevents", request("application/cloudevents+json", event.formatted(binary)))
                .data())
        .containsExactly(0, 1, 2);
  }

  @Test
  void cloudevents_senders_ask_with_options() {
    Request ask = method("OPTIONS", json("", "WebHook-Request-Origin", "eventemitter.example.com"));

    assertThat(provider("cloudevents").greet(ask).orElseThrow().headers())
        .containsOnly(
            entry("Allow", "POST"),
            entry("WebHook-Allowed-Origin", "eventemitter.example.com"),
            entry("WebHook-Allowed-Rate", "*"));
    assertThat(provider("cloudevents").greet(method("POST", ask))).isEmpty();
  }
}
