package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.posthouse.accept.Replay;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.bulk.Job;
import dev.posthouse.bulk.Jobs;
import dev.posthouse.bulk.Wanted;
import dev.posthouse.config.Changed;
import dev.posthouse.config.Dependants;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Match;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.EventId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/// What people write and change. A change blocks until it is in force, so it is for a task to make.
@NullMarked
record People(World world, String tenantName) {
  TenantId tenant() {
    return world.app.tenants.find(tenantName).orElseThrow();
  }

  NewEvent event(String type, Origin origin, String data) {
    var envelope = new Envelope(type, "", world.time.wall().instant(), "", "", Map.of());
    var payload = new Payload(Payload.JSON, data.getBytes(UTF_8));
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return new NewEvent(tenant(), origin, envelope, payload, hash);
  }

  Endpoint create(String name, String more) throws InterruptedException {
    String url = "https://" + name + ".test/" + (tenant().equals(world.tenant()) ? "" : tenantName);
    JsonNode json = json("{'name':'%s','url':'%s'%s}".formatted(name, url, more));
    return saved(world.app.endpoints.create(anna(), json));
  }

  Subscription subscribe(String name, Endpoint endpoint, String more) throws InterruptedException {
    return subscribe(name, endpoint, name + ".*", more);
  }

  Subscription subscribe(String name, Endpoint endpoint, String types, String more)
      throws InterruptedException {
    JsonNode json =
        json(
            "{'name':'%s','endpoint':'%s','types':['%s']%s}"
                .formatted(name, endpoint.id(), types, more));
    return saved(world.app.subscriptions.create(anna(), json));
  }

  Endpoint patched(Endpoint endpoint, String patch) throws InterruptedException {
    return saved(world.app.endpoints.patch(anna(), endpoint.id(), Match.ANY, json(patch)));
  }

  Subscription patched(Subscription subscription, String patch) throws InterruptedException {
    return saved(world.app.subscriptions.patch(anna(), subscription.id(), Match.ANY, json(patch)));
  }

  @CanIgnoreReturnValue
  Subscription removed(Subscription subscription) throws InterruptedException {
    return saved(world.app.subscriptions.delete(anna(), subscription.id(), Match.ANY));
  }

  @CanIgnoreReturnValue
  Endpoint removed(Endpoint endpoint) throws InterruptedException {
    return saved(world.app.endpoints.delete(anna(), endpoint.id(), Match.ANY, Dependants.DELETE));
  }

  /// Empty if there is no such event.
  Optional<List<DeliveryId>> replayed(EventId event) throws InterruptedException {
    world.replayed.add(event);
    var all = new Replay.Narrowed(Optional.empty(), Optional.empty());
    return world.app.replay.replay(tenant(), event, all);
  }

  /// All that there is, so many a second.
  Job replayAll(int aSecond) throws InterruptedException {
    Instant now = world.time.wall().instant();
    world.books.waiting().forEach(row -> world.replayed.add(row.id().event()));
    world.books.finals().forEach(row -> world.replayed.add(row.id().event()));
    JsonNode form = json("{'since':'2020-01-01T00:00:00Z','rate':'%d/s'}".formatted(aSecond));
    return world.app.bulk.jobs.create(anna(), Wanted.read(form, now));
  }

  Job retryFailed(EndpointId endpoint) throws InterruptedException {
    Instant now = world.time.wall().instant();
    return world.app.bulk.jobs.create(anna(), Wanted.failed(endpoint, Instant.EPOCH, now));
  }

  Jobs.Granted wished(JobId job, Jobs.Wish wish) throws InterruptedException {
    return world.app.bulk.jobs.wish(anna(), job, Set.of(Job.Kind.values()), wish);
  }

  Hold paused(Hold.Kind kind, long resource) throws InterruptedException {
    return world.app.holds.pause(anna(), kind, resource, "");
  }

  /// @param rate absent: as fast as it goes
  Optional<Hold> released(long resource, Optional<Rate> rate) throws InterruptedException {
    return world.app.holds.release(anna(), resource, rate);
  }

  Caller anna() {
    return new Caller(tenant(), EnumSet.allOf(Role.class), "anna");
  }

  static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(UTF_8));
  }

  static <T> T saved(Changed<T> changed) {
    if (changed instanceof Changed.Saved<T> saved) {
      return saved.resource();
    }
    throw new CompletionException(new IllegalStateException(changed.toString()));
  }
}
