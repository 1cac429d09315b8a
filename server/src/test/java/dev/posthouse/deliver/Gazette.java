package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.Routed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Remembers what was told of endpoints and deliveries.
final class Gazette implements Bulletin {
  final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void fails(Endpoint endpoint, Instant since, int failures, String lastError) {
    told.add("%s fails since %s: %d × %s".formatted(endpoint.name(), since, failures, lastError));
  }

  @Override
  public void recovers(Endpoint endpoint, Instant since) {
    told.add("%s failed since %s".formatted(endpoint.name(), since));
  }

  @Override
  public Optional<Routed> failed(Loss loss) {
    told.add("delivery to %s failed: %s".formatted(loss.endpoint().name(), loss.reason().word()));
    return Optional.empty();
  }
}
