package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.config.Watch.By;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.webhooks.change.Missing;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'fields':['a']} | {'decidedBy':'comparison','fields':['a'],'nulls':'missing','ttl':'90d','missing':'baseline','changes':false}",
        "{'subject':['a','b'],'fields':['l[].s'],'arrays':{'l':{'key':'id'}},'baselineFrom':['x.*'],'nulls':'distinct','missing':'skip','ttl':'30d','asOf':'t','changes':true}"
            + " | {'decidedBy':'comparison','fields':['l[].s'],'subject':['a','b'],'arrays':{'l':{'key':'id'}},'baselineFrom':['x.*'],'nulls':'distinct','ttl':'30d','asOf':'t','missing':'skip','changes':true}",
        "{'decidedBy':'provider'} | {'decidedBy':'provider','missing':'skip','changes':false}",
        "{'decidedBy':'provider','fields':['title'],'missing':'deliver','changes':true}"
            + " | {'decidedBy':'provider','fields':['title'],'missing':'deliver','changes':true}",
      })
  void what_is_written_says_what_was_read_and_reads_the_same(String read, String written) {
    Subscription subscription = read("'onlyIfChanged':" + read);
    String form = SubscriptionForm.write(subscription).get("onlyIfChanged").toString();

    assertThat(Json.parse(form.getBytes(UTF_8))).isEqualTo(Json.parse(quoted(written)));
    assertThat(read("'onlyIfChanged':" + form.replace('"', '\'')).conditions())
        .isEqualTo(subscription.conditions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | /onlyIfChanged/fields: is missing",
        "{'fields':[]} | /onlyIfChanged/fields: must name at least one",
        "{'fields':['a b']} | is no path",
        "{'fields':['a'],'arrays':{'b':'set'}} | is no watched field",
        "{'fields':['a'],'missing':'never'} | /onlyIfChanged/missing",
        "{'fields':['a'],'ttl':'1s'} | /onlyIfChanged/ttl",
        "{'fields':['a'],'decidedBy':'me'} | /onlyIfChanged/decidedBy",
        "{'fields':['a'],'decideBy':'provider'} | did you mean",
        "{'decidedBy':'provider','missing':'baseline'} | /onlyIfChanged/missing",
        "{'decidedBy':'provider','subject':'id'} | /onlyIfChanged/subject: is about comparing",
        "{'decidedBy':'provider','ttl':'1d'} | /onlyIfChanged/ttl: is about comparing",
        "{'decidedBy':'provider','baselineFrom':['a']} | /onlyIfChanged/baselineFrom: is about",
      })
  void what_is_wrong_is_named(String form, String told) {
    Invalid wrong = catchThrowableOfType(Invalid.class, () -> read("'onlyIfChanged':" + form));

    assertThat(wrong.flaws().stream().map(flaw -> flaw.pointer() + ": " + flaw.message()))
        .anyMatch(line -> line.contains(told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'filter':'changed(\"a\")' | COMPARISON | BASELINE",
        "'filter':'changed(\"a\")','onlyIfChanged':{'decidedBy':'provider'} | PROVIDER | SKIP",
      })
  void changed_in_a_filter_is_decided_as_the_subscription_says(
      String form, By by, Missing missing) {
    Watch watch = Objects.requireNonNull(read(form).conditions().watch());

    assertThat(watch.rules().by()).isEqualTo(by);
    assertThat(watch.rules().missing()).isEqualTo(missing);
    assertThat(watch.rules().changed().getFirst()).containsExactly("a");
  }

  private static Subscription read(String form) {
    String json = "{'name':'s','endpoint':'" + new EndpointId(9) + "','types':['*']," + form + "}";
    var identity = new SubscriptionForm.Identity(new SubscriptionId(7), new TenantId(1), 3);
    return SubscriptionForm.read(Json.parse(quoted(json)), identity);
  }

  private static byte[] quoted(String text) {
    return text.replace("\"", "\\\"").replace('\'', '"').getBytes(UTF_8);
  }
}
