package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Failing.News;
import dev.posthouse.event.EndpointId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts on record what lanes find out about their endpoints, and switches off those that are past
/// hope. What fails is tried again after the next attempt.
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final Outside outside;
  private final Consumer<EndpointId> enabledStill;

  /// @param enabledStill told of an endpoint that could not be disabled
  Reporter(Outside outside, Consumer<EndpointId> enabledStill) {
    this.outside = outside;
    this.enabledStill = enabledStill;
  }

  /// Returns at once.
  void report(Lane lane, News news) {
    outside.tasks().start("health", () -> put(lane, news));
  }

  private void put(Lane lane, @Nullable News first) {
    News news = first;
    while (news != null && put(lane.endpoint(), news)) {
      news = lane.told(news, outside.clock().instant());
    }
    if (news != null) {
      lane.untold();
    }
  }

  /// Returns whether it is on record now.
  private boolean put(EndpointId id, News news) {
    Optional<Endpoint> endpoint = outside.directory().endpoint(id).filter(Endpoint::enabled);
    if (endpoint.isEmpty()) {
      return false;
    }
    try {
      switch (news) {
        case News.Fails fails ->
            outside
                .bulletin()
                .fails(endpoint.get(), fails.since(), fails.failures(), fails.lastError());
        case News.Recovers recovers ->
            outside.bulletin().recovers(endpoint.get(), recovers.since());
        case News.Hopeless hopeless -> disable(id, Action.DISABLED_AS_FAILING);
      }
      LOG.info("endpoint endpoint={} news={}", id, news);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("endpoint endpoint={} news={} result=not_recorded", id, news, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /// Returns at once.
  void disable(Lane lane, Action why) {
    outside.tasks().start("disable", () -> disable(lane.endpoint(), why));
  }

  private void disable(EndpointId id, Action why) {
    try {
      outside.directory().disable(id, why);
      LOG.info("endpoint endpoint={} result={}", id, why.word());
    } catch (RuntimeException e) {
      LOG.error("endpoint endpoint={} result=not_{}", id, why.word(), e);
      enabledStill.accept(id);
    }
  }
}
