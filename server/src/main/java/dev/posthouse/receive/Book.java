package dev.posthouse.receive;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Trail.Entry;
import dev.posthouse.config.Action;
import dev.posthouse.config.BulkChanges.Does;
import dev.posthouse.config.BulkChanges.Step;
import dev.posthouse.config.BulkChanges.Unnamed;
import dev.posthouse.config.Differences;
import dev.posthouse.config.Revision;
import dev.posthouse.config.SourceBook;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// Sources as documents say them.
final class Book implements SourceBook {
  /// Whose a form is that is only looked at.
  static final SourceForm.Identity NOBODY =
      new SourceForm.Identity(new SourceId(0), new TenantId(0), 0, Source.PREFIX, List.of());

  private final Sources sources;

  Book(Sources sources) {
    this.sources = sources;
  }

  @Override
  public List<Flaw> flaws(List<ObjectNode> list) {
    return Sources.flaws(list);
  }

  static void collect(List<Flaw> flaws, int number, Runnable reading) {
    try {
      reading.run();
    } catch (Invalid e) {
      e.flaws().forEach(f -> flaws.add(new Flaw("/" + number + f.pointer(), f.message())));
    }
  }

  @Override
  public long newest() {
    return sources.newest();
  }

  @Override
  public Planned plan(TenantId tenant, List<ObjectNode> list, Unnamed unnamed, long next) {
    return new Work(tenant, next).planned(list, unnamed);
  }

  @Override
  public List<Written> written(TenantId tenant) {
    return sources.list(tenant).reversed().stream().map(Book::written).toList();
  }

  private static Written written(Source source) {
    ObjectNode form = SourceForm.write(source);
    if (!source.url().isEmpty()) {
      form.put("url", source.url());
    }
    ObjectNode least = Json.object();
    least.put("name", source.name()).put("provider", source.provider().name());
    source.custom().ifPresent(custom -> least.set("custom", custom));
    ObjectNode defaults = SourceForm.write(SourceForm.read(least, NOBODY));
    defaults.remove(List.of("name", "provider", "custom"));
    return new Written(form, defaults);
  }

  /// A change in the making.
  private final class Work {
    private final TenantId tenant;
    private final long next;
    private final Map<String, Source> left = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Source> saved = new ArrayList<>();

    Work(TenantId tenant, long next) {
      this.tenant = tenant;
      this.next = next;
      sources.list(tenant).forEach(source -> left.put(source.name(), source));
    }

    Planned planned(List<ObjectNode> list, Unnamed unnamed) {
      int before = left.size();
      var flaws = new ArrayList<Flaw>();
      for (int i = 0; i < list.size(); i++) {
        ObjectNode form = list.get(i);
        collect(flaws, i, () -> source(form));
      }
      List<Source> dropped = unnamed == Unnamed.DELETE ? List.copyOf(left.values()) : List.of();
      dropped.forEach(source -> {
        entries.add(Sources.entry(source, Action.DELETED));
        steps.add(step(Does.DELETE, source, List.of()));
      });
      long made = steps.stream().filter(step -> step.does() == Does.CREATE).count();
      if (before + made - dropped.size() > Sources.MOST) {
        flaws.add(new Flaw("", "a tenant has at most %,d sources".formatted(Sources.MOST)));
      }
      if (!flaws.isEmpty()) {
        throw new Invalid(flaws);
      }
      return new Planned(
          steps,
          warnings,
          entries,
          db -> {
            saved.forEach(source -> sources.put(db, source));
            dropped.forEach(source -> Sources.drop(db, source.id()));
          },
          () -> {
            saved.forEach(sources::remember);
            dropped.forEach(sources::forget);
            sources.changed(next + entries.size() - 1);
          });
    }

    private void source(ObjectNode form) {
      Optional<Source> before =
          Optional.ofNullable(left.remove(form.path("name").asString("").strip()));
      long revision = next + entries.size();
      Source after =
          before
              .map(known -> revised(known, form, revision))
              .orElseGet(() -> sources.fresh(tenant, revision, form));
      Does does = before.isEmpty() ? Does.CREATE : Does.UPDATE;
      if (before.isPresent() && same(before.get(), after)) {
        does = Does.UNCHANGED;
      } else {
        entries.add(Sources.entry(after, before.isEmpty() ? Action.CREATED : Action.UPDATED));
        saved.add(after);
      }
      steps.add(step(does, after, before.map(b -> changes(b, after)).orElse(List.of())));
      Advice.on(after).forEach(warning -> warnings.add(after.name() + ": " + warning));
    }

    private static Step step(Does does, Source source, List<String> changes) {
      return new Step(
          does,
          Revision.Kind.SOURCE,
          source.name(),
          source.id().toString(),
          changes,
          Optional.empty(),
          Source.path(source.address()));
    }
  }

  private static Source revised(Source before, ObjectNode form, long revision) {
    ObjectNode whole = form.deepCopy();
    if (!whole.has("secrets")) {
      var kept = whole.putArray("secrets");
      before.secrets().forEach(secret -> kept.add(Secret.MASK));
    }
    return SourceForm.read(whole, SourceForm.Identity.of(before, revision));
  }

  private static boolean same(Source one, Source other) {
    return changes(one, other).isEmpty();
  }

  private static List<String> changes(Source before, Source after) {
    var names =
        new TreeSet<>(Differences.between(SourceForm.write(before), SourceForm.write(after)));
    if (!before.secrets().equals(after.secrets())) {
      names.add("secrets");
    }
    return List.copyOf(names);
  }
}
