package dev.posthouse;

import dev.posthouse.event.Header;
import dev.posthouse.sim.Rule;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// What a random walk chooses from.
@NullMarked
final class Menu {
  static final List<String> NAMES = List.of("shop", "erp", "crm", "till");

  private static final String STRICT =
      """
      [{'when':{'status':['400-499']},'then':'give_up'},
       {'when':{'status':[200]},'then':'retry'}]\
      """;
  private static final String PATIENT =
      """
      [{'when':{'status':[404]},'then':'done'},
       {'when':{'header':'Retry-After'},'then':'retry_after','after':'9s'},
       {'when':{'status':[410,500]},'then':'pause','after':'40s'}]\
      """;
  private static final String CURIOUS =
      """
      [{'when':{'filter':'response.status == 302 || has(response.headers.nothing)'},
        'then':'retry_after','after':'700ms'},
       {'when':{'filter':'size(response.text) == 2 && response.status > 500'},'then':'disable'},
       {'when':{'status':[429],'filter':'response.body.code == 7'},'then':'done'}]\
      """;

  /// More fields of an endpoint.
  static final List<String> ENDPOINTS =
      List.of(
          ",'retry':{'strategy':'fixed','delay':'5s','maxAttempts':6},'timeout':'10s'",
          ",'retry':{'strategy':'exponential','maxAttempts':5},'timeout':'5s','concurrency':2",
          ",'retry':{'strategy':'list','delays':['1s','30s']},'timeout':'5s','rateLimit':'5/s'",
          ",'retry':{'strategy':'fixed','delay':'2s','maxAttempts':4},'concurrency':1",
          ",'retry':{'strategy':'fixed','delay':'20s','maxAge':'50s'},'timeout':'3s'",
          ",'retry':{'strategy':'list','delays':['1s']},'rateLimit':'2/min','webhookId':'delivery'",
          ",'concurrency':3,'rateLimit':'1/s'",
          ",'retry':{'strategy':'fixed','delay':'3s','maxAttempts':5},'errorRules':" + STRICT,
          ",'retry':{'strategy':'fixed','delay':'4s','maxAttempts':6},'errorRules':" + PATIENT,
          ",'retry':{'strategy':'list','delays':['2s','9s']},'errorRules':" + CURIOUS,
          ",'errorRules':[],'concurrency':9",
          ",'health':{'window':'20s','minimum':3,'ratio':0.5,'disableAfter':'2m'}",
          ",'health':{'minimum':4,'disableAfter':'never'},'timeout':'4s'");

  /// Error rules as they are configured, and as the model understands them.
  static final Map<String, List<Rule>> RULES =
      Map.of(
          STRICT,
          List.of(
              new Rule(a -> a.status() >= 400 && a.status() < 500, "give_up", Duration.ZERO),
              new Rule(a -> a.status() == 200, "retry", Duration.ZERO)),
          PATIENT,
          List.of(
              new Rule(a -> a.status() == 404, "done", Duration.ZERO),
              new Rule(a -> a.header("retry-after").isPresent(), "retry_after", s(9)),
              new Rule(a -> a.status() == 410 || a.status() == 500, "pause", s(40))),
          CURIOUS,
          List.of(
              new Rule(a -> a.status() == 302, "retry_after", Duration.ofMillis(700)),
              new Rule(a -> a.status() > 500, "disable", Duration.ZERO)));

  private static Duration s(int seconds) {
    return Duration.ofSeconds(seconds);
  }

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
          "{'types':['endpoint.*','delivery.failed','shop.*']}",
          "{'types':['*.made','shop.*']}",
          "{'types':['shop.*','till.made']}");

  /// How fast what was paused is let go.
  static final List<Optional<Rate>> RELEASES =
      List.of(
          Optional.empty(),
          Optional.empty(),
          Optional.of(Rate.parse("2/s")),
          Optional.of(Rate.parse("20/min")));

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
