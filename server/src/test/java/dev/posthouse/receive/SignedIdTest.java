package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.StandardScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who repeats a signed request cannot make another event of it: what it is known by is what was
/// signed, where that is so.
class SignedIdTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
  private static final byte[] BODY = "{\"type\":\"order.paid\",\"data\":{}}".getBytes(UTF_8);

  @TempDir Path folder;
  private final List<NewEvent> taken = new ArrayList<>();
  private SourceHouse house;
  private Sources sources;
  private Receiver receiver;

  @BeforeEach
  void open() {
    house = new SourceHouse(folder);
    sources = house.sources(SourceHouse.NOBODY);
    receiver =
        house.receiver(
            sources,
            (tenant, events) -> {
              taken.addAll(events);
              return new Acceptance.Accepted(List.of());
            });
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Source source(String provider, String secret) throws Exception {
    return SourceHouse.create(
        sources,
        "{\"name\":\"a\",\"provider\":%s,\"secrets\":[\"%s\"]}".formatted(provider, secret));
  }

  private Map<String, String> signed(String id) {
    return StandardScheme.STANDARD.sign(
        Request.post(Map.of(), BODY), SECRET, id, house.house.clock.instant());
  }

  /// What the event is known by.
  private String send(Source source, Map<String, String> signed, String... more) throws Exception {
    var headers = new HashMap<String, List<String>>();
    signed.forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("X-Gitlab-Event", List.of("Push Hook"));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], List.of(more[i + 1]));
    }
    var answer = receiver.visit(SourceHouse.head(source, headers)).orElseThrow().take(BODY);
    assertThat(answer.status()).isEqualTo(200);
    return taken.removeLast().origin().id();
  }

  @Test
  void an_id_of_svix_beside_a_signed_one_of_the_standard_is_nothing() throws Exception {
    Source source = source("\"standard\",\"scheme\":\"standard\"", SECRET);

    assertThat(send(source, signed("m1"))).isEqualTo("m1");
    assertThat(send(source, signed("m1"), "svix-id", "m2", "svix-timestamp", "1")).isEqualTo("m1");
  }

  @Test
  void nor_is_an_idempotency_key_beside_what_gitlab_signed() throws Exception {
    Source source = source("\"gitlab\"", SECRET);

    assertThat(send(source, signed("m1"), "Idempotency-Key", "m1")).isEqualTo("m1");
    assertThat(send(source, signed("m1"), "Idempotency-Key", "m2")).isEqualTo("m1");
  }

  @Test
  void where_no_id_is_signed_the_header_counts() throws Exception {
    Source source = source("\"gitlab\",\"scheme\":\"secret-token\"", "hush");

    assertThat(send(source, Map.of("X-Gitlab-Token", "hush"), "Idempotency-Key", "m2"))
        .isEqualTo("m2");
  }
}
