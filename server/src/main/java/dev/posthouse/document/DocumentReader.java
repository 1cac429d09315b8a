package dev.posthouse.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Makes webhooks and sources of a document's tree, strictly: every key is known, every value of
/// its kind. Whether the values make sense together is for the JSON forms to say.
final class DocumentReader {
  /// All of them are one transaction.
  static final int MOST_WEBHOOKS = 500;

  static final int MOST_SOURCES = 500;

  private final FieldReader fields;
  private final Findings findings;

  DocumentReader(Values values, Findings findings) {
    this.fields = new FieldReader(values, findings);
    this.findings = findings;
  }

  /// The subscriptions of a webhook while it is read: either one in a piece with its endpoint, or a
  /// list of them.
  private static final class Parts {
    final Draft endpoint;
    final Draft piece;
    final List<Draft> listed = new ArrayList<>();
    boolean lists;

    Parts(Place place) {
      endpoint = new Draft(Section.WEBHOOK, place);
      piece = new Draft(Section.WEBHOOK, place);
    }
  }

  Content read(Node root) {
    Place top = Place.top(root.mark());
    Content content =
        switch (root) {
          case Node.Items items -> Content.of(webhooks(items, top));
          case Node.Entries entries when isOneWebhook(entries) ->
              Content.of(List.of(webhook(entries, top)));
          case Node.Entries entries -> document(entries, top);
          case Node.Scalar scalar -> {
            findings.add(
                scalar.mark(), "", "is no webhooks document; begin with `webhooks:` (Webhook 列表)");
            yield Content.of(List.of());
          }
        };
    refuseDoubles(content);
    return content;
  }

  private static boolean isOneWebhook(Node.Entries entries) {
    List<String> names = entries.entries().stream().map(entry -> entry.key().text()).toList();
    return names.stream().noneMatch(name -> Section.DOCUMENT.find(name).isPresent())
        && names.stream().anyMatch(name -> Section.WEBHOOK.find(name).isPresent());
  }

  private Content document(Node.Entries entries, Place top) {
    var webhooks = new ArrayList<Webhook>();
    var sources = new ArrayList<Draft>();
    var said = new HashSet<Key>();
    if (entries.entries().isEmpty()) {
      findings.add(top.mark(), "", nothing(DocumentKeys.WEBHOOKS));
    }
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      Place place = top.child(name, entry.key().mark());
      var key = Section.DOCUMENT.find(name);
      if (key.isEmpty()) {
        findings.add(place.mark(), place.pointer(), Section.DOCUMENT.unknown(name));
        continue;
      }
      said.add(key.get());
      if (!(entry.value() instanceof Node.Items items)) {
        refuseNoList(key.get(), entry.value(), place);
      } else if (key.get().equals(DocumentKeys.SOURCES)) {
        sources.addAll(sources(items, place));
      } else {
        webhooks.addAll(webhooks(items, place));
      }
    }
    return new Content(
        webhooks,
        said.contains(DocumentKeys.WEBHOOKS),
        sources,
        said.contains(DocumentKeys.SOURCES));
  }

  /// With `prune`, a document that says nothing would delete everything: that is said, not left
  /// out.
  private static String nothing(Key key) {
    String english = key.word().english();
    return "says nothing; for no %s at all write `%s: []` (%s)"
        .formatted(english, english, key.word().in(Language.CHINESE));
  }

  private void refuseNoList(Key key, Node value, Place place) {
    findings.add(
        value.mark(),
        place.pointer(),
        value.isNothing()
            ? nothing(key)
            : "must be a list of " + key.word().english() + " (`- name: …`)");
  }

  private List<Draft> sources(Node.Items items, Place place) {
    if (items.items().size() > MOST_SOURCES) {
      findings.add(
          items.mark(),
          place.pointer(),
          "has %d sources; a document has at most %d, apply several documents"
              .formatted(items.items().size(), MOST_SOURCES));
      return List.of();
    }
    return drafts(items, Section.SOURCE, place, "a source with name and provider");
  }

  private List<Webhook> webhooks(Node.Items items, Place place) {
    if (items.items().size() > MOST_WEBHOOKS) {
      findings.add(
          items.mark(),
          place.pointer(),
          "has %d webhooks; a document has at most %d, apply several documents"
              .formatted(items.items().size(), MOST_WEBHOOKS));
      return List.of();
    }
    var webhooks = new ArrayList<Webhook>();
    for (int i = 0; i < items.items().size(); i++) {
      Node item = items.items().get(i);
      Place at = place.child(String.valueOf(i), item.mark());
      if (item instanceof Node.Entries entries) {
        webhooks.add(webhook(entries, at));
      } else {
        findings.add(
            at.mark(),
            at.pointer(),
            "must be a webhook with name and url, not " + item.kind() + Hints.colon(item));
      }
    }
    return webhooks;
  }

  private Webhook webhook(Node.Entries entries, Place place) {
    var parts = new Parts(place);
    section(Section.WEBHOOK, entries, place, parts);
    if (parts.lists) {
      refuseBoth(parts);
      return new Webhook(parts.endpoint, parts.listed);
    }
    var name = parts.endpoint.json.path("name");
    if (name.isString()) {
      parts.piece.json.put("name", name.stringValue());
    }
    parts.piece.settled("/name");
    return new Webhook(parts.endpoint, List.of(parts.piece));
  }

  private void refuseBoth(Parts parts) {
    for (Key key : SubscriptionKeys.SHARED) {
      if (parts.piece.has(key.target())) {
        findings.add(
            parts.piece.place().mark(),
            parts.piece.place().pointer(),
            "has %s beside %s; move it into one of them"
                .formatted(key.word().both(), WebhookKeys.SUBSCRIPTIONS.word().both()));
      }
    }
  }

  private void section(Section section, Node.Entries entries, Place place, Parts parts) {
    Map<Key, Node.Scalar> seen = new HashMap<>();
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      Place at = place.child(name, entry.key().mark());
      var key = section.find(name);
      if (key.isEmpty()) {
        findings.add(at.mark(), at.pointer(), section.unknown(name));
        continue;
      }
      Node.Scalar first = seen.putIfAbsent(key.get(), entry.key());
      if (first != null && !first.text().equals(name)) {
        findings.add(
            at.mark(),
            at.pointer(),
            "means the same as `%s` in line %d; keep one of them"
                .formatted(first.text(), first.mark().line()));
      } else if (first == null && draft(key.get(), parts).has(key.get().target())) {
        findings.add(
            at.mark(),
            at.pointer(),
            "is said already, in line %d; keep one of them"
                .formatted(draft(key.get(), parts).line(key.get().target())));
      } else if (!entry.value().isNothing()) {
        entry(key.get(), entry.value(), at, parts);
      }
    }
  }

  private static Draft draft(Key key, Parts parts) {
    return key.form() == Key.Form.ENDPOINT ? parts.endpoint : parts.piece;
  }

  private void entry(Key key, Node value, Place at, Parts parts) {
    Draft draft = draft(key, parts);
    switch (key.kind()) {
      case Kind.Group group -> group(group.section(), key, value, at, parts);
      case Kind.Tls tls when value instanceof Node.Entries ->
          group(Section.TLS, key, value, at, parts);
      case Kind.Tls tls -> fields.flag(tls.verify(), value, at, draft, "/tls/verify");
      case Kind.Groups groups -> subscriptions(value, at, parts);
      default -> fields.read(key, value, at, draft);
    }
  }

  private void group(Section section, Key key, Node value, Place at, Parts parts) {
    if (!key.target().isEmpty()) {
      var _ = parts.endpoint.group(key.target());
      parts.endpoint.stands(key.target(), at);
    }
    if (value instanceof Node.Entries entries) {
      section(section, entries, at, parts);
    } else {
      parts.endpoint.settled(key.target());
      findings.add(
          value.mark(),
          at.pointer(),
          "must be a group of keys (%s), not %s"
              .formatted(
                  String.join(", ", section.keys().stream().map(k -> k.word().both()).toList()),
                  value.kind() + Hints.colon(value)));
    }
  }

  private void subscriptions(Node value, Place at, Parts parts) {
    parts.lists = true;
    if (!(value instanceof Node.Items items)) {
      findings.add(value.mark(), at.pointer(), "must be a list of subscriptions (`- name: …`)");
      return;
    }
    String what = "a subscription with name and events";
    parts.listed.addAll(drafts(items, Section.SUBSCRIPTION, at, what));
  }

  /// A list of groups that have no groups of their own.
  private List<Draft> drafts(Node.Items items, Section section, Place at, String what) {
    var drafts = new ArrayList<Draft>();
    for (int i = 0; i < items.items().size(); i++) {
      Node item = items.items().get(i);
      Place place = at.child(String.valueOf(i), item.mark());
      if (item instanceof Node.Entries entries) {
        var draft = new Draft(section, place);
        fill(draft, section, entries, place);
        drafts.add(draft);
      } else {
        findings.add(
            place.mark(),
            place.pointer(),
            "must be " + what + ", not " + item.kind() + Hints.colon(item));
      }
    }
    return drafts;
  }

  private void fill(Draft draft, Section section, Node.Entries entries, Place place) {
    for (Node.Entry entry : entries.entries()) {
      String name = entry.key().text();
      Place at = place.child(name, entry.key().mark());
      var key = section.find(name);
      if (key.isEmpty()) {
        findings.add(at.mark(), at.pointer(), section.unknown(name));
      } else if (draft.has(key.get().target())) {
        findings.add(at.mark(), at.pointer(), "is said already, as " + key.get().word().both());
      } else if (!entry.value().isNothing()) {
        fields.read(key.get(), entry.value(), at, draft);
      }
    }
  }

  /// Names are what webhooks and subscriptions are known by.
  private void refuseDoubles(Content content) {
    Map<String, Place> endpoints = new HashMap<>();
    Map<String, Place> subscriptions = new HashMap<>();
    Map<String, Place> sources = new HashMap<>();
    for (Webhook webhook : content.webhooks()) {
      refuseDouble("webhook", webhook.endpoint(), endpoints);
      webhook.subscriptions().forEach(draft -> refuseDouble("subscription", draft, subscriptions));
    }
    content.sources().forEach(draft -> refuseDouble("source", draft, sources));
  }

  private void refuseDouble(String what, Draft draft, Map<String, Place> names) {
    String name = draft.json.path("name").asString("").strip();
    Place first = name.isEmpty() ? null : names.putIfAbsent(name, draft.place());
    if (first != null) {
      findings.add(
          draft.place().mark(),
          draft.place().pointer(),
          "another %s is called \"%s\", in line %d; names are distinct"
              .formatted(what, name, first.mark().line()));
    }
  }
}
