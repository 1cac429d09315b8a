package dev.posthouse.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Trail;
import dev.posthouse.config.Recorded;
import dev.posthouse.config.Revision;
import dev.posthouse.config.Revisions;
import dev.posthouse.config.Verification;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventTypeId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.KeyId;
import dev.posthouse.event.ShopId;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.Place;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// `/v1/revisions`: who changed what, from where, and that the record is whole.
final class RevisionsApi {
  static final String LINES = "application/x-ndjson";
  private static final int LINES_A_PAGE = 1_000;

  private static final int MOST_VERIFYING = 4;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final AtomicInteger verifying = new AtomicInteger();
  private final Revisions revisions;
  private final Verification verification;

  RevisionsApi(Revisions revisions, Verification verification) {
    this.revisions = revisions;
    this.verification = verification;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/revisions", Need.AUDIT, this::list),
        new Route("GET", "/v1/revisions/export", Need.AUDIT, this::export),
        new Route("GET", "/v1/revisions/verification", Need.AUDIT, this::verify));
  }

  private Answer list(Call call) {
    Query query = call.query();
    var paging = Paging.of(query);
    Revisions.Wanted wanted = wanted(call, query);
    query.done();
    long before = paging.after().event();
    List<Recorded> read = revisions.before(wanted, before, paging.limit());
    return Lists.of(read, next(read, wanted), RevisionsApi::write);
  }

  /// A page may be short because its documents are large.
  private Optional<Place> next(List<Recorded> read, Revisions.Wanted wanted) {
    if (read.isEmpty()) {
      return Optional.empty();
    }
    long last = read.getLast().revision().number();
    return revisions.before(wanted, last, 1).isEmpty()
        ? Optional.empty()
        : Optional.of(new Place(last, 0));
  }

  private Answer export(Call call) {
    Query query = call.query();
    long after = query.value("after", RevisionsApi::number).orElse(0L);
    Revisions.Wanted wanted = wanted(call, query);
    query.done();
    var lines = new ByteArrayOutputStream();
    for (Recorded each : revisions.after(wanted, after, LINES_A_PAGE)) {
      lines.writeBytes(JsonOut.bytes(json -> write(json, each)));
      lines.writeBytes("\n".getBytes(UTF_8));
    }
    return Answer.success(200, LINES, lines.toByteArray());
  }

  private static Revisions.Wanted wanted(Call call, Query query) {
    boolean all = query.flag("all");
    var kind = query.value("kind", RevisionsApi::kind);
    var resource = query.value("resource", RevisionsApi::resource);
    if (all && !call.caller().admin()) {
      throw new Refusal(
          Problem.of(
              403,
              "forbidden",
              "This key may not do that",
              "The revisions of all tenants are for the admin key."));
    }
    var wanted = all ? Revisions.Wanted.all() : Revisions.Wanted.of(call.tenant());
    return wanted.kind(kind.orElse("")).resource(resource.orElse(0L));
  }

  private static String kind(String text) {
    for (Revision.Kind kind : Revision.Kind.values()) {
      if (kind.word().equals(text)) {
        return text;
      }
    }
    throw new IllegalArgumentException(
        "is none of "
            + Arrays.stream(Revision.Kind.values())
                .map(Revision.Kind::word)
                .collect(Collectors.joining(", ")));
  }

  private static long resource(String text) {
    List<Function<String, Long>> ids =
        List.of(
            id -> EndpointId.parse(id).value(),
            id -> SubscriptionId.parse(id).value(),
            id -> EventTypeId.parse(id).value(),
            id -> SourceId.parse(id).value(),
            id -> ShopifyAppId.parse(id).value(),
            id -> ShopId.parse(id).value(),
            id -> KeyId.parse(id).value(),
            id -> JobId.parse(id).value(),
            id -> TenantId.parse(id).value());
    for (Function<String, Long> id : ids) {
      try {
        return id.apply(text);
      } catch (IllegalArgumentException notThisKind) {
        // perhaps the next
      }
    }
    throw new IllegalArgumentException("is no id, such as ep_…, sub_…, so_…, key_… or ten_…");
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, in our words
    }
    throw new IllegalArgumentException("is the number of a revision");
  }

  private Answer verify(Call call) throws InterruptedException {
    Query query = call.query();
    Optional<Long> number = query.value("number", RevisionsApi::number);
    Optional<String> hash = query.value("hash", RevisionsApi::hash);
    if (number.isPresent() != hash.isPresent()) {
      query.flaw(number.isPresent() ? "hash" : "number", "is missing; they go together");
    }
    query.done();
    boolean admin = call.caller().admin();
    Verification.Report report =
        verified(
            number.flatMap(n -> hash.map(h -> new Verification.Noted(n, h))),
            admin ? Trail.HOUSE : call.tenant());
    return Answer.json(200, json -> write(json, report, admin));
  }

  /// Each reads everything, one after the other: more than a few are told to come again.
  private Verification.Report verified(Optional<Verification.Noted> noted, TenantId of)
      throws InterruptedException {
    try {
      if (verifying.incrementAndGet() > MOST_VERIFYING) {
        throw new Refusal(
            Problem.busy(503, "verifying", "The record is being verified for others.", SOON));
      }
      return verification.run(noted, of);
    } finally {
      verifying.decrementAndGet();
    }
  }

  private static String hash(String text) {
    if (text.length() != 64) {
      throw new IllegalArgumentException("is 64 hexadecimal digits");
    }
    return HexFormat.of().formatHex(HexFormat.of().parseHex(text));
  }

  /// How much there is of others is for the admin key.
  private static void write(JsonGenerator json, Verification.Report report, boolean admin) {
    json.writeStartObject();
    json.writeBooleanProperty("whole", report.findings().isEmpty());
    json.writeNumberProperty("kept", report.kept());
    if (admin) {
      json.writeNumberProperty("dropped", report.dropped());
    }
    json.writeNumberProperty("number", report.number());
    json.writeStringProperty("hash", report.hash());
    json.writeArrayPropertyStart("findings");
    for (Verification.Finding finding : report.findings()) {
      json.writeStartObject();
      json.writeNumberProperty("number", finding.number());
      json.writeNumberProperty("until", finding.until());
      json.writeStringProperty("trouble", finding.trouble().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Recorded recorded) {
    Revision revision = recorded.revision();
    json.writeStartObject();
    json.writeNumberProperty("number", revision.number());
    json.writeStringProperty("tenant", revision.tenant().toString());
    json.writeStringProperty("kind", revision.kind().word());
    json.writeStringProperty("resource", revision.resourceId());
    json.writeStringProperty("action", revision.action());
    json.writeStringProperty("who", revision.by().who());
    json.writeStringProperty("from", revision.by().from());
    json.writeStringProperty("at", revision.at().toString());
    if (!revision.shown().isEmpty()) {
      json.writeStringProperty("secretShown", revision.shown());
    }
    doc(json, "before", recorded.before());
    doc(json, "after", revision.doc());
    json.writeStringProperty("hash", recorded.hash());
    json.writeEndObject();
  }

  private static void doc(JsonGenerator json, String name, String doc) {
    json.writeName(name);
    json.writeRawValue(doc.isEmpty() ? "null" : doc);
  }
}
