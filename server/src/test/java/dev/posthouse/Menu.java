package dev.posthouse;

import dev.posthouse.event.Header;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// What a random walk chooses from.
@NullMarked
final class Menu {
  static final List<String> NAMES = List.of("shop", "erp", "crm", "till");

  /// More fields of an endpoint.
  static final List<String> ENDPOINTS =
      List.of(
          ",'retry':{'strategy':'fixed','delay':'5s','maxAttempts':6},'timeout':'10s'",
          ",'retry':{'strategy':'exponential','maxAttempts':5},'timeout':'5s','concurrency':2",
          ",'retry':{'strategy':'list','delays':['1s','30s']},'timeout':'5s','rateLimit':'5/s'",
          ",'retry':{'strategy':'fixed','delay':'2s','maxAttempts':4},'concurrency':1",
          ",'retry':{'strategy':'fixed','delay':'20s','maxAge':'50s'},'timeout':'3s'",
          ",'retry':{'strategy':'list','delays':['1s']},'rateLimit':'2/min','webhookId':'delivery'",
          ",'concurrency':3,'rateLimit':'1/s'");

  static final List<Manner> MANNERS =
      List.of(
          Manner.answers(200),
          Manner.answers(200),
          Manner.answers(200).slowly(Duration.ofSeconds(2)),
          Manner.answers(204).slowly(Duration.ofMillis(300)),
          Manner.answers(500),
          Manner.answers(500).slowly(Duration.ofSeconds(3)),
          Manner.answers(302),
          Manner.answers(404),
          Manner.answers(410),
          Manner.asksToWait(429, 20),
          Manner.asksToWait(503, 3),
          Manner.asksToWait(429, 31_536_000),
          Manner.answers(503, new Header("retry-after", "Sun, 01 Mar 2026 09:00:00 GMT")),
          Manner.answers(429, new Header("retry-after", "-5")),
          Manner.answers(503, new Header("Retry-After", "soon")),
          Manner.refuses(),
          Manner.breaks(),
          Manner.hangs());

  /// More fields of a subscription.
  static final List<String> SUBSCRIPTIONS =
      List.of(
          "",
          "",
          ",'body':'raw'",
          ",'payload':{'number':'{{ n }}','of':'{{ event.type }}'}",
          ",'payload':{'share':'{{ 10 / n }}'}",
          ",'filter':'n < 2'");

  static final List<String> SUBSCRIPTION_CHANGES =
      List.of(
          "{'enabled':false}",
          "{'enabled':true}",
          "{'filter':'n > 0'}",
          "{'filter':['n < 2','event.type != \"till.made\"']}",
          "{'filter':'m == 1'}",
          "{'filter':null}",
          "{'payload':{'n':'{{ n }}','gone':'{{ missing }}'}}",
          "{'payload':null}",
          "{'body':'raw'}",
          "{'types':['*']}",
          "{'types':['*.made','shop.*']}",
          "{'types':['shop.*','till.made']}");

  /// How long events are kept: mostly longer than anything lasts.
  static final List<Duration> RETENTIONS =
      List.of(
          Duration.ofDays(400),
          Duration.ofDays(400),
          Duration.ofDays(400),
          Duration.ofHours(2),
          Duration.ofSeconds(90));

  private Menu() {}
}
