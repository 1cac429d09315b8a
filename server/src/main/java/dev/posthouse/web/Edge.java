package dev.posthouse.web;

import dev.posthouse.access.Authentication;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.access.Shown;
import dev.posthouse.event.Header;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Malformed;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Budget;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request enters and every answer leaves: finds the route, asks who is there, and
/// turns whatever a handler throws into a problem document.
final class Edge {
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final String BEARER = "Bearer ";

  /// When somebody may come again whom the database failed.
  private static final Duration DATABASE_AWAY = Duration.ofSeconds(2);

  /// While this node cannot take up what is configured.
  private static final String BEHIND = "configuration_behind";

  private static final Duration CATCHES_UP = Duration.ofSeconds(2);

  private static final String CROWDED = "address_limited";
  private static final HeaderName TENANT = HeaderNames.create("Posthouse-Tenant");

  private final Routes routes;
  private final Doorkeeper doorkeeper;
  private final Budget memory;
  private final Clients clients;
  private final Visitors visitors;
  private final RefusalCounts refusals;
  private final RandomGenerator dice;
  private final BooleanSupplier behind;
  private final Optional<Gateway> gateway;

  Edge(Routes routes, Server.Parts parts, Optional<Gateway> gateway) {
    this.gateway = gateway;
    this.routes = routes;
    this.doorkeeper = parts.doorkeeper();
    this.memory = parts.memory();
    this.clients = parts.clients();
    this.visitors = parts.visitors();
    this.refusals = parts.refusals();
    this.dice = parts.dice();
    this.behind = parts.behind();
  }

  void handle(ServerRequest request, ServerResponse response) {
    Inlet inlet = Inlet.CURRENT.get();
    inlet.body();
    try (var body = new Body(request, memory(request))) {
      Answer answer = answer(request, body, inlet);
      note(request, answer);
      body.skip();
      body.giveBack();
      boolean streams = answer.stream().isPresent();
      boolean last = streams || !body.whole() || inlet.isClosing() || asksToClose(request);
      send(response, answer, last, inlet);
      if (streams) {
        return; // the engine ends the body, and the connection
      }
      if (!body.whole()) {
        inlet.drain();
      }
      if (last) {
        throw new CloseConnectionException("the answer was the last one here");
      }
    } finally {
      inlet.head();
    }
  }

  /// Those who prove themselves later than by a key have memory of their own.
  private Budget memory(ServerRequest request) {
    return gateway
        .filter(there -> Gateway.leads(path(request)))
        .map(Gateway::memory)
        .orElse(memory);
  }

  private Answer answer(ServerRequest request, Body body, Inlet inlet) {
    try {
      if (inlet.headDoubtful()) {
        Head.check(request);
      }
      refuseCrowd(request);
      Head.checkPath(request);
      return routed(request, body);
    } catch (Refusal e) {
      return Answer.problem(e.problem());
    } catch (Invalid e) {
      return Answer.problem(Problem.invalid(e));
    } catch (Malformed e) {
      return Answer.problem(Problem.malformed(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("interrupted", e);
    } catch (CloseConnectionException
        | DataReader.InsufficientDataAvailableException
        | UncheckedIOException e) {
      throw new CloseConnectionException("the connection broke inside a request", e);
    } catch (StoreException e) {
      return databaseFailed(e);
    } catch (CompletionException e) {
      return e.getCause() instanceof StoreException store
          ? databaseFailed(store)
          : defect(request, e);
    } catch (RuntimeException e) {
      return defect(request, e);
    }
  }

  private void refuseCrowd(ServerRequest request) {
    Duration wait = visitors.request(request);
    if (!wait.isZero()) {
      String why = "More requests come from your address than one address may send.";
      throw new Refusal(Problem.busy(429, CROWDED, why, wait));
    }
  }

  /// Reading and configuring need the database, too; publishes are told by their own answer.
  private static Answer databaseFailed(StoreException e) {
    LOG.atWarn().setCause(e).log("the database did not do what a request asked for");
    String why = String.valueOf(e.getMessage());
    return Answer.problem(Problem.busy(503, "database", why, DATABASE_AWAY));
  }

  /// One line for every refusal but those of a flood, which are counted; publishes that were
  /// refused are counted too.
  private void note(ServerRequest request, Answer answer) {
    if (answer.code().isEmpty()) {
      return;
    }
    String path = path(request);
    if (EventsApi.publishes(request.prologue().method().text(), path)) {
      refusals.count(answer.code());
    }
    if (answer.code().equals(CROWDED)) {
      return;
    }
    LOG.atInfo()
        .addKeyValue("code", answer.code())
        .addKeyValue("status", answer.status())
        .addKeyValue("method", request.prologue().method().text())
        .addKeyValue("path", shown(path))
        .addKeyValue("client", clients.address(request).getHostAddress())
        .log("refused");
  }

  private Answer routed(ServerRequest request, Body body) throws InterruptedException {
    String method = request.prologue().method().text();
    String path = path(request);
    if (gateway.isPresent() && Gateway.leads(path)) {
      refuseBehind();
      return gateway.get().answer(request, body);
    }
    Optional<Routes.Found> found = routes.find(method, path);
    if (found.isEmpty()) {
      throw new Refusal(unrouted(method, path));
    }
    Route route = found.get().route();
    if (route.need().configuration()) {
      refuseBehind();
    }
    Authentication.Granted granted =
        route.need() == Need.NOTHING ? nobody(request) : admit(request, body, route.need());
    return route.handler().answer(new Call(request, body, found.get().values(), granted));
  }

  /// A key that was deleted, or an event for a subscription that is new, would be taken for what it
  /// was.
  private void refuseBehind() {
    if (behind.getAsBoolean()) {
      String why =
          "This node cannot take up what was configured on another; /readyz has the reason.";
      throw new Refusal(Problem.busy(503, BEHIND, why, CATCHES_UP));
    }
  }

  private Authentication.Granted nobody(ServerRequest request) {
    var caller = new Caller(new TenantId(0), Set.<Role>of(), "", clients.address(request));
    return new Authentication.Granted(caller, () -> true);
  }

  /// A body may take its time: whoever may no more when it is whole may not.
  private Authentication.Granted admit(ServerRequest request, Body body, Need need)
      throws InterruptedException {
    Authentication.Granted granted = admitted(request, need);
    body.whenWhole(() -> {
      if (!granted.still().getAsBoolean()) {
        throw new Refusal(changed(request, need));
      }
    });
    return granted;
  }

  private Problem changed(ServerRequest request, Need need) {
    try {
      return changed(admitted(request, need));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("interrupted", e);
    }
  }

  private static Problem changed(Authentication.Granted now) {
    return Problem.busy(
        503,
        "access_changed",
        "What " + now.caller().who() + " may do was changed while this request came in.",
        Duration.ofSeconds(1));
  }

  private static String shown(String path) {
    return Gateway.leads(path) ? Gateway.SHOWN : Head.told(path);
  }

  /// Empty where a request names no path (`CONNECT`).
  private static String path(ServerRequest request) {
    return Objects.requireNonNullElse(request.prologue().uriPath().path(), "");
  }

  private Problem unrouted(String method, String path) {
    Set<String> methods = routes.methods(path);
    if (methods.isEmpty()) {
      return Problem.of(
          404, "no_route", "There is no such address", "See /openapi.yaml for those there are.");
    }
    String allowed = String.join(", ", methods);
    return Problem.of(
            405,
            "method_not_allowed",
            "This address has no such method",
            method + " is not to be had here, only " + allowed + ".")
        .with("Allow", allowed);
  }

  private Authentication.Granted admitted(ServerRequest request, Need need)
      throws InterruptedException {
    String shown = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    boolean bearer = shown.regionMatches(true, 0, BEARER, 0, BEARER.length());
    String key = bearer ? shown.substring(BEARER.length()).strip() : "";
    var from = clients.address(request);
    return switch (doorkeeper.authenticate(new Shown(key, request.headers().first(TENANT), from))) {
      case Authentication.Granted granted -> allowed(granted, need);
      case Authentication.Refused refused -> throw new Refusal(unauthorized());
      case Authentication.BadToken bad -> throw new Refusal(Bearers.bad(bad.why()));
      case Authentication.Undecided away -> throw new Refusal(Bearers.undecided());
      case Authentication.NoAccess none -> throw new Refusal(Bearers.noAccess(none.why()));
      case Authentication.Elsewhere elsewhere -> throw new Refusal(elsewhere(from));
      case Authentication.UnknownTenant unknown ->
          throw new Refusal(
              Problem.of(
                  404,
                  "unknown_tenant",
                  "There is no such tenant",
                  "Posthouse-Tenant names no tenant of this key."));
    };
  }

  private static Problem elsewhere(InetAddress from) {
    return Problem.of(
        403,
        "address_refused",
        "This key may not be used from here",
        "This key, or its tenant, takes no requests from " + from.getHostAddress() + ".");
  }

  private static Authentication.Granted allowed(Authentication.Granted granted, Need need) {
    Optional<Role> role = need.role();
    boolean may = role.map(granted.caller()::may).orElse(mayScrape(granted.caller(), need));
    if (may || granted.caller().admin()) {
      return granted;
    }
    String missing = role.map(r -> "the role \"" + r.word() + "\"").orElse("the admin key");
    throw new Refusal(
        Problem.of(403, "forbidden", "This key may not do that", "It needs " + missing + "."));
  }

  private static boolean mayScrape(Caller caller, Need need) {
    return need == Need.METRICS && caller.who().equals(Need.SCRAPER);
  }

  private static Problem unauthorized() {
    return Problem.of(
            401, "unauthorized", "Who are you?", "Send a valid key: Authorization: Bearer …")
        .with("WWW-Authenticate", "Bearer");
  }

  private Answer defect(ServerRequest request, RuntimeException e) {
    String id = "err_" + HexFormat.of().toHexDigits(dice.nextLong());
    LOG.atError()
        .addKeyValue("error", id)
        .addKeyValue("method", request.prologue().method().text())
        .addKeyValue("path", shown(path(request)))
        .setCause(e)
        .log("a request failed by a defect of ours and was answered 500");
    return Answer.problem(
        Problem.of(
            500,
            "internal",
            "Something is wrong with the server",
            "The log of the server has more under " + id + "."));
  }

  private static boolean asksToClose(ServerRequest request) {
    return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
  }

  private static void send(ServerResponse response, Answer answer, boolean last, Inlet inlet) {
    response.status(Status.create(answer.status()));
    if (!answer.contentType().isEmpty()) {
      response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    }
    for (Header header : answer.headers()) {
      response.header(HeaderNames.create(header.name()), header.value());
    }
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (answer.stream().isPresent()) {
      stream(response, answer.stream().get(), inlet);
    } else if (answer.contentType().isEmpty()) {
      response.send();
    } else {
      response.send(answer.body());
    }
  }

  private static void stream(ServerResponse response, Streaming stream, Inlet inlet) {
    inlet.stream();
    try (var out = response.outputStream()) {
      stream.write(out, () -> !inlet.isClosing());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloseConnectionException("interrupted", e);
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("the reader of a stream went away", e);
    }
  }
}
