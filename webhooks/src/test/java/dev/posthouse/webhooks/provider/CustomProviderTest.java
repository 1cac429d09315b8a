package dev.posthouse.webhooks.provider;

import static dev.posthouse.webhooks.provider.Requests.data;
import static dev.posthouse.webhooks.provider.Requests.form;
import static dev.posthouse.webhooks.provider.Requests.json;
import static dev.posthouse.webhooks.provider.Requests.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.webhooks.HmacScheme;
import dev.posthouse.webhooks.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomProviderTest {
  private static final HmacScheme SCHEME = HmacScheme.in("X-Signature", "{signature}");

  private static final CustomProvider PROVIDER =
      new CustomProvider(
          "myerp",
          SCHEME,
          places("header:X-Topic", "body:kind", "path:1"),
          places("body:order.id"),
          places("body:at"),
          places("body:order.id", "body:version"));

  @Test
  void reads_topic_subject_time_and_key_where_it_is_told() {
    String body =
        "{\"order\":{\"id\":7},\"version\":2,\"at\":\"2026-11-22T03:00:00Z\",\"kind\":\"x\"}";
    ProviderEvent event = only(json(body, "X-Topic", "order changed"));

    assertThat(event.type()).isEqualTo("myerp.order.changed");
    assertThat(event.subject()).isEqualTo("7");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00Z");
    assertThat(event.key()).isEqualTo("7|2");
    assertThat(data(event)).isEqualTo(body);
    assertThat(only(json(body)).type()).isEqualTo("myerp.x");
  }

  @ParameterizedTest
  @CsvSource({
    "1795316400, 2026-11-22T03:00:00Z",
    "1795316400123, 2026-11-22T03:00:00.123Z",
    "soon, 1970-01-01T00:00:00Z"
  })
  void reads_times_of_several_forms(String text, String time) {
    assertThat(only(json("{\"at\":\"" + text + "\"}")).time()).isEqualTo(time);
  }

  @Test
  void takes_the_topic_from_the_path_and_hashes_the_body_without_a_key() {
    Request request =
        new Request(
            "POST",
            "https://e.example/in/src_1/orders?a=b",
            Map.of("Content-Type", List.of("text/csv")),
            "1;2".getBytes(UTF_8));
    ProviderEvent event = only(request);

    assertThat(event.type()).isEqualTo("myerp.orders");
    assertThat(event.contentType()).isEqualTo("text/csv");
    assertThat(event.key()).startsWith("sha256:");
  }

  @Test
  void makes_an_object_of_a_form() {
    assertThat(data(only(form("order[id]=1&version=2"))))
        .isEqualTo("{\"order\":{\"id\":\"1\"},\"version\":\"2\"}");
    assertThat(only(form("order[id]=1&version=2")).key()).isEqualTo("1|2");
    assertThat(only(request("application/json", "")).type()).isEqualTo("myerp.src_1");
    assertThat(PROVIDER.read(json("{"))).isInstanceOf(Reading.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "topic", "headers:x", "header:", "path:0", "path:x", ":x"})
  void a_place_of_another_form_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Place.parse(text))
        .withMessageContaining("header:X-Topic");
  }

  @Test
  void a_place_prints_as_it_is_written() {
    assertThat(Place.parse("query:topic")).hasToString("query:topic");
  }

  @Test
  void a_name_has_letters_and_digits() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CustomProvider("My.ERP", SCHEME, List.of(), List.of(), List.of(), List.of()));
  }

  private static ProviderEvent only(Request request) {
    Reading reading = PROVIDER.read(request);
    assertThat(reading).isInstanceOf(Reading.Events.class);
    return ((Reading.Events) reading).events().get(0);
  }

  private static List<Place> places(String... texts) {
    return Stream.of(texts).map(Place::parse).toList();
  }
}
