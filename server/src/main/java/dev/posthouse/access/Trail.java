package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// Where changes are recorded of everything that is no part of a route table (tenants, keys,
/// sources, apps, shops, jobs, pauses), in one sequence with those of configuration.
public interface Trail {
  /// Runs `step` while no other recorded change runs.
  <T> T change(Step<T> step) throws InterruptedException;

  /// Decides on a change, and makes it.
  @FunctionalInterface
  interface Step<T> {
    T run(Pen pen) throws InterruptedException;
  }

  /// Commits a change with its records: all or nothing. In force is what its caller then puts so.
  interface Pen {
    /// The number that the next record has.
    long next();

    void commit(Actor by, List<Entry> entries, Consumer<Handle> change) throws InterruptedException;
  }

  /// Whose records are of the whole house.
  TenantId HOUSE = new TenantId(0);

  /// What is changed.
  enum Kind {
    KEY,
    TENANT,
    /// The key that encrypts secrets at rest. For the whole house.
    SECRET_KEY,
    SOURCE,
    SHOPIFY_APP,
    /// An installation of such an app.
    SHOPIFY_SHOP,
    /// Work in bulk.
    JOB,
    /// Whether an endpoint is paused.
    ENDPOINT_HOLD,
    /// Whether a subscription is paused.
    SUBSCRIPTION_HOLD,
    /// The record itself: old entries were dropped. For the whole house.
    CHECKPOINT
  }

  /// What is recorded of a change.
  ///
  /// @param action a word, such as `created`
  /// @param shown the name of the secret that is shown with the answer; empty for none
  /// @param doc the JSON form of what it became, without secrets; empty when it was deleted
  record Entry(TenantId tenant, Kind kind, long resource, String action, String shown, String doc) {
    static final String CREATED = "created";
    static final String UPDATED = "updated";
    static final String DELETED = "deleted";

    static Entry of(ApiKey key, String action) {
      return new Entry(
          key.tenant(),
          Kind.KEY,
          key.id().value(),
          action,
          action.equals(CREATED) ? "secret" : "",
          doc(action, KeyForm.write(key)));
    }

    static Entry of(Tenant tenant, String action) {
      return new Entry(
          tenant.id(),
          Kind.TENANT,
          tenant.id().value(),
          action,
          "",
          doc(action, TenantForm.write(tenant)));
    }

    static Entry of(RingKey key) {
      return new Entry(
          HOUSE, Kind.SECRET_KEY, 0, "rotated", "", Json.text(Json.object().put("key", key.id())));
    }

    private static String doc(String action, ObjectNode form) {
      return action.equals(DELETED) ? "" : Json.text(form);
    }
  }
}
