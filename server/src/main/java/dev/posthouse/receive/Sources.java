package dev.posthouse.receive;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Trail;
import dev.posthouse.access.Trail.Entry;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Action;
import dev.posthouse.config.Changed;
import dev.posthouse.config.Match;
import dev.posthouse.config.MergePatch;
import dev.posthouse.config.SourceBook;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.json.Json;
import dev.posthouse.net.Inquiries;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All sources, and how they are created, changed and deleted. Each change is durable and in force
/// when a method returns; what is wrong with a document is thrown as [Invalid].
public final class Sources {
  private static final String EXAMPLE = "{\"name\": \"shop\", \"provider\": \"shopify\"}";

  /// Each is kept in memory with its keys.
  static final int MOST = 1_000;

  private static final int ADDRESS_BYTES = 16;

  private final Ledger ledger;
  private final Trail trail;
  private final SourceRows rows;
  private final Ids ids;
  private final SecureRandom random;
  private final KeySets keySets;
  private final Map<SourceId, Door> byId = new ConcurrentHashMap<>();
  private final Map<String, Door> byAddress = new ConcurrentHashMap<>();
  private final AtomicLong newest = new AtomicLong();

  /// By whom providers are asked for their keys.
  public record Outside(Inquiries inquiries, Tasks tasks, LongSupplier nanos) {}

  public Sources(
      Ledger ledger, Trail trail, Vault vault, Ids ids, SecureRandom random, Outside outside) {
    this.keySets = new KeySets(outside.inquiries(), outside.tasks(), outside.nanos());
    this.ledger = ledger;
    this.trail = trail;
    this.rows = new SourceRows(vault);
    this.ids = ids;
    this.random = random;
  }

  /// What is in the database is in force from now on.
  public void load() {
    Map<SourceId, Source> stored =
        ledger.read(rows::all).stream().collect(Collectors.toMap(Source::id, source -> source));
    all().stream().filter(source -> !stored.containsKey(source.id())).forEach(this::forget);
    stored.values().forEach(this::remember);
    stored.values().forEach(source -> changed(source.revision()));
  }

  /// As documents say them.
  public SourceBook book() {
    return new Book(this);
  }

  /// See [SourceBook#flaws].
  public static List<Flaw> flaws(List<ObjectNode> list) {
    var flaws = new ArrayList<Flaw>();
    for (int i = 0; i < list.size(); i++) {
      ObjectNode form = list.get(i);
      Book.collect(flaws, i, () -> SourceForm.read(form, Book.NOBODY));
    }
    return flaws;
  }

  /// The number of the newest revision that changed one.
  long newest() {
    return newest.get();
  }

  void changed(long revision) {
    newest.accumulateAndGet(revision, Math::max);
  }

  /// Newest first.
  public List<Source> list(TenantId tenant) {
    return all().stream()
        .filter(source -> source.tenant().equals(tenant))
        .sorted(Comparator.comparing(Source::id).reversed())
        .toList();
  }

  List<Source> all() {
    return byId.values().stream().map(Door::source).toList();
  }

  boolean has(SourceId id) {
    return byId.containsKey(id);
  }

  /// A source, if it is the tenant's own.
  public Optional<Source> find(TenantId tenant, SourceId id) {
    return Optional.ofNullable(byId.get(id))
        .map(Door::source)
        .filter(source -> source.tenant().equals(tenant));
  }

  /// The one at an address.
  Optional<Door> at(String address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  public Changed<Source> create(Caller caller, JsonNode json) throws InterruptedException {
    return trail.change(pen -> {
      Source source = fresh(caller.tenant(), pen.next(), MergePatch.object(json, EXAMPLE));
      if (list(caller.tenant()).size() >= MOST) {
        throw new Invalid("", "a tenant has at most %,d sources".formatted(MOST));
      }
      return save(pen, caller.actor(), source, Action.CREATED);
    });
  }

  /// One that was not there before, nowhere yet.
  Source fresh(TenantId tenant, long revision, ObjectNode json) {
    var id = new SourceId(ids.next());
    return SourceForm.read(
        json, new SourceForm.Identity(id, tenant, revision, address(), List.of()));
  }

  /// PUT: what the document does not say takes its default; `***` keeps a secret.
  public Changed<Source> replace(Caller caller, SourceId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(caller, id, match, before -> MergePatch.object(json, EXAMPLE));
  }

  /// PATCH: a merge patch (RFC 7396) on the JSON form.
  public Changed<Source> patch(Caller caller, SourceId id, Match match, JsonNode json)
      throws InterruptedException {
    return revise(
        caller, id, match, before -> MergePatch.apply(before, MergePatch.object(json, EXAMPLE)));
  }

  private Changed<Source> revise(
      Caller caller, SourceId id, Match match, UnaryOperator<ObjectNode> change)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Source> found = find(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      Source before = found.get();
      if (!match.admits(before.revision())) {
        return new Changed.Stale<>(before.revision());
      }
      ObjectNode wanted = change.apply(SourceForm.write(before));
      Source same = SourceForm.read(wanted, SourceForm.Identity.of(before, before.revision()));
      return same.equals(before)
          ? saved(before)
          : save(
              pen,
              caller.actor(),
              SourceForm.read(wanted, SourceForm.Identity.of(before, pen.next())),
              Action.UPDATED);
    });
  }

  /// Gives a source another address; the one before is nobody's from now on.
  public Changed<Source> rotateAddress(Caller caller, SourceId id) throws InterruptedException {
    return trail.change(pen -> {
      Optional<Source> found = find(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      }
      Source before = found.get();
      var identity =
          new SourceForm.Identity(id, before.tenant(), pen.next(), address(), before.secrets());
      ObjectNode form = SourceForm.write(before);
      if (!before.url().isEmpty()) {
        form.put("url", before.url());
      }
      Source after = SourceForm.read(form, identity);
      return save(pen, caller.actor(), after, Action.ADDRESS_ROTATED);
    });
  }

  public Changed<Source> delete(Caller caller, SourceId id, Match match)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Source> found = find(caller.tenant(), id);
      if (found.isEmpty()) {
        return new Changed.Missing<>();
      } else if (!match.admits(found.get().revision())) {
        return new Changed.Stale<>(found.get().revision());
      }
      long revision = pen.next();
      pen.commit(caller.actor(), List.of(entry(found.get(), Action.DELETED)), db -> drop(db, id));
      changed(revision);
      forget(found.get());
      return new Changed.Saved<>(found.get(), Optional.empty(), List.of());
    });
  }

  void put(Handle db, Source source) {
    rows.put(db, source);
  }

  static void drop(Handle db, SourceId id) {
    SourceRows.delete(db, id);
    WatchRows.forget(db, id);
  }

  private Changed<Source> save(Trail.Pen pen, Actor by, Source source, Action action)
      throws InterruptedException {
    boolean taken =
        list(source.tenant()).stream()
            .anyMatch(s -> s.name().equals(source.name()) && !s.id().equals(source.id()));
    if (taken) {
      return new Changed.Conflict<>(
          "name_taken", "Another source is called \"" + source.name() + "\".");
    }
    pen.commit(by, List.of(entry(source, action)), db -> put(db, source));
    changed(source.revision());
    remember(source);
    return saved(source);
  }

  private static Changed<Source> saved(Source source) {
    return new Changed.Saved<>(source, Optional.empty(), Advice.on(source));
  }

  static Entry entry(Source source, Action action) {
    String doc = action == Action.DELETED ? "" : Json.text(SourceForm.write(source));
    return new Entry(
        source.tenant(), Trail.Kind.SOURCE, source.id().value(), action.word(), "", doc);
  }

  void remember(Source source) {
    Door before = byId.get(source.id());
    var door = new Door(source, keySets);
    byAddress.put(source.address(), door);
    byId.put(source.id(), door);
    if (before != null && !before.source().address().equals(source.address())) {
      byAddress.remove(before.source().address());
    }
    if (before != null && !before.source().keysAt().equals(source.keysAt())) {
      keepKeys();
    }
  }

  void forget(Source source) {
    byId.remove(source.id());
    byAddress.remove(source.address());
    keepKeys();
  }

  private void keepKeys() {
    keySets.keep(all().stream().flatMap(one -> one.keysAt().stream()).toList());
  }

  private String address() {
    var bits = new byte[ADDRESS_BYTES];
    random.nextBytes(bits);
    return Source.PREFIX + HexFormat.of().formatHex(bits);
  }
}
