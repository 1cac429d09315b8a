package dev.posthouse.config;

import dev.posthouse.access.Trail;
import dev.posthouse.config.BulkChanges.Step;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.TenantId;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/// The sources of tenants as far as documents say them: they are kept elsewhere, and change in one
/// transaction with endpoints and subscriptions.
public interface SourceBook {
  /// What is wrong with JSON forms, secrets in clear, as they stand. Pointers begin with `/0`,
  /// counted as in the list.
  List<Flaw> flaws(List<ObjectNode> list);

  /// What becomes of a tenant's sources, which are known by their names; their secrets stay where a
  /// form does not say any. Called in turn.
  ///
  /// @param next the number of the revision that comes next
  ///
  /// @throws dev.posthouse.event.Invalid with every flaw, see [#flaws]
  Planned plan(TenantId tenant, List<ObjectNode> list, Unnamed unnamed, long next);

  /// The number of the newest revision that changed a source, as far as is remembered.
  long newest();

  /// A tenant's sources, oldest first.
  List<Written> written(TenantId tenant);

  /// A source in its JSON form, secrets as `***`, and the form of one of its provider that says no
  /// more than it must.
  record Written(ObjectNode form, ObjectNode defaults) {}

  /// A change that is worked out.
  ///
  /// @param entries what is recorded of it, one each for what is changed
  /// @param change what it writes
  /// @param committed puts it in force
  record Planned(
      List<Step> steps,
      List<String> warnings,
      List<Trail.Entry> entries,
      Consumer<Handle> change,
      Runnable committed) {
    public static final Planned NOTHING =
        new Planned(List.of(), List.of(), List.of(), db -> {}, () -> {});

    public Planned {
      steps = List.copyOf(steps);
      warnings = List.copyOf(warnings);
      entries = List.copyOf(entries);
    }
  }
}
