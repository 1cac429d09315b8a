package dev.posthouse.route;

import dev.posthouse.config.Subscription;
import java.util.List;

/// What the router decided about one event: the number of the table that decided, and the
/// subscriptions that get it, in the order of their ids.
public record Routing(long table, List<Subscription> matched) {
  public Routing {
    matched = List.copyOf(matched);
  }
}
