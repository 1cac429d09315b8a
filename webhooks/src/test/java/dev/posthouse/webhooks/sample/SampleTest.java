package dev.posthouse.webhooks.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.ProviderEvent;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.provider.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SampleTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00.5Z");
  private static final String ADDRESS = "https://shop.example/in/src_1";

  static Stream<String> types() {
    return Sample.types().stream();
  }

  @Test
  void every_provider_has_one() {
    assertThat(Sample.types())
        .extracting(type -> type.substring(0, type.indexOf('.')))
        .containsAll(Providers.all().stream().map(Provider::name).toList());
  }

  @ParameterizedTest
  @MethodSource("types")
  void our_own_verifier_believes_it_and_reads_what_its_name_says(String type) {
    Sample sample = sample(type);
    Request request = signed(sample, new Random(1));
    Verifier verifier = sample.provider().scheme().verifier(List.of(sample.testSecret()));

    assertThat(verifier.verify(request, NOW)).isInstanceOf(Verified.class);
    ProviderEvent event = event(sample, request);
    String prefix = sample.provider().name() + ".";
    assertThat(event.type().startsWith(prefix) ? event.type() : prefix + event.type())
        .isEqualTo(type);
    assertThat(event.subject()).isNotEmpty();
    assertThat(request.headers().toString() + new String(request.body(), UTF_8))
        .doesNotContain("${");
  }

  @ParameterizedTest
  @MethodSource("types")
  void another_secret_is_not_believed(String type) {
    Sample sample = sample(type);
    String other = sample.testSecret().replace("0", "1").replace("t", "T");
    Verifier verifier = sample.provider().scheme().verifier(List.of(other));

    assertThat(verifier.verify(signed(sample, new Random(1)), NOW)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void two_of_them_are_two_events(String type) {
    Sample sample = sample(type);
    Random dice = new Random(1);
    boolean toldByTimeAlone =
        List.of("mailchimp", "xero", "constantcontact", "quickbooks")
            .contains(sample.provider().name());

    assertThat(event(sample, signed(sample, dice)).key())
        .satisfies(key -> {
          String second = event(sample, signed(sample, dice)).key();
          assertThat(second.equals(key))
              .isEqualTo(toldByTimeAlone && !type.equals("quickbooks.invoice.updated"));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "shopify.orders.updated | note                 | Ring twice | \"note\":\"Ring twice\"",
        "shopify.orders.updated | total_price          | \"9.00\"   | \"total_price\":\"9.00\"",
        "shopify.orders.updated | id                   | 12         | \"id\":12",
        "shopify.orders.updated | line_items[1].sku    | WRAP       | \"sku\":\"WRAP\"",
        "shopify.orders.updated | line_items.2.sku     | NEW        | ,{\"sku\":\"NEW\"}]",
        "shopify.orders.updated | billing.city         | 怡保        | \"billing\":{\"city\":\"怡保\"}",
        "mailchimp.subscribe    | data[email]          | a@b.example | data%5Bemail%5D=a%40b.example&",
        "mailchimp.subscribe    | data[new]            | x y        | &data%5Bnew%5D=x+y",
        "salesforce.Opportunity | Name                 | A & B      | <sf:Name>A &amp; B</sf:Name>",
      })
  void a_value_may_be_set_before_it_is_signed(
      String type, String path, String value, String expected) {
    Sample sample = sample(type);
    String secret = sample.testSecret();
    Request changed =
        new Change(path, value).in(sample.request(ADDRESS, secret, NOW, new Random(1)));

    assertThat(new String(changed.body(), UTF_8)).contains(expected);
    assertThat(
            sample
                .provider()
                .scheme()
                .verifier(List.of(secret))
                .verify(sample.signed(changed, secret, NOW, new Random(1)), NOW))
        .isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @CsvSource({
    "shopify.orders.updated, line_items.9.sku, There is a list of 2",
    "shopify.orders.updated, line_items.sku, There is a list of 2",
    "salesforce.Opportunity, Nothing, There is no element Nothing",
  })
  void what_cannot_be_set_is_told(String type, String path, String message) {
    Sample sample = sample(type);
    Request plain = sample.request(ADDRESS, "x", NOW, new Random(1));

    assertThatThrownBy(() -> new Change(path, "1").in(plain))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void there_are_no_others() {
    assertThat(Sample.of("shopify.orders")).isEmpty();
    assertThat(Sample.of("all")).isEmpty();
  }

  private static Sample sample(String type) {
    return Sample.of(type).orElseThrow();
  }

  private static Request signed(Sample sample, Random dice) {
    String secret = sample.testSecret();
    return sample.signed(sample.request(ADDRESS, secret, NOW, dice), secret, NOW, dice);
  }

  private static ProviderEvent event(Sample sample, Request request) {
    Reading reading = sample.provider().read(request);
    assertThat(reading).isInstanceOf(Reading.Events.class);
    return ((Reading.Events) reading).events().get(0);
  }
}
