package dev.posthouse.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 into a tree: one document, no tags, texts as keys, bounded in depth and in what
/// aliases make of it.
final class YamlReader {
  /// No webhook nests deeper, and the readers after this one need stack for each level.
  static final int MOST_DEPTH = 60;

  /// Nodes once aliases are followed: what bounds memory, whatever the text's own size.
  static final int MOST_NODES = 200_000;

  /// Characters of all values and keys, once aliases are followed.
  static final long MOST_CHARACTERS = 2L * Documents.MOST_BYTES;

  /// A document that says the same more often than this wants something else.
  static final int MOST_ALIASES = 1_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setLabel("document").setCodePointLimit(Integer.MAX_VALUE).build();

  private final Iterator<Event> events;
  private final Findings findings;
  private final Map<String, Known> anchors = new HashMap<>();
  private int nodes;
  private long characters;
  private int aliases;

  /// The lowest level that was reached since somebody last looked.
  private int deepest;

  private YamlReader(String text, Findings findings) {
    this.events = new Parse(SETTINGS).parseString(text).iterator();
    this.findings = findings;
  }

  /// What an anchor stands for: how many nodes that is, how many characters, how many levels below
  /// its own.
  private record Known(Node node, int size, long characters, int height) {}

  /// A limit is exceeded; the finding is made.
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /// Empty if there is nothing, or if the text breaks off in an error, which is then a finding.
  static Optional<Node> read(String text, Findings findings) {
    try {
      return new YamlReader(text, findings).document();
    } catch (MarkedYamlEngineException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      Mark mark = e.getProblemMark().map(YamlReader::mark).orElse(Mark.START);
      findings.add(mark, "", "is not YAML: " + context + e.getProblem());
    } catch (YamlEngineException e) {
      findings.add(Mark.START, "", "is not YAML: " + e.getMessage());
    } catch (Stopped told) {
      // the finding says it
    }
    return Optional.empty();
  }

  private Optional<Node> document() {
    Optional<Node> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent first && root.isEmpty()) {
        root = Optional.of(node(first, Place.top(mark(first)), 1));
      } else if (event instanceof DocumentStartEvent && root.isPresent()) {
        findings.add(
            mark(event),
            "",
            "a second document begins here (---); a file has one: list all webhooks under"
                + " `webhooks` (Webhook 列表)");
        throw new Stopped();
      }
    }
    return root;
  }

  private Node node(Event event, Place at, int depth) {
    Mark mark = mark(event);
    count(1, 0, mark);
    reach(depth, mark, at);
    if (event instanceof AliasEvent alias) {
      return followed(alias, at, depth);
    }
    refuseTag(event, at);
    int nodesBefore = nodes - 1;
    long charactersBefore = characters;
    int deepestBefore = deepest;
    deepest = depth;
    Node node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent sequence -> items(sequence, at, depth);
          case MappingStartEvent mapping -> entries(mapping, at, depth);
          default -> throw new IllegalStateException("no node begins with " + event);
        };
    var known =
        new Known(node, nodes - nodesBefore, characters - charactersBefore, deepest - depth);
    deepest = Math.max(deepest, deepestBefore);
    if (event instanceof NodeEvent named) {
      named.getAnchor().ifPresent(a -> anchors.put(a.getValue(), known));
    }
    return node;
  }

  private Node.Scalar scalar(ScalarEvent event) {
    count(0, event.getValue().length(), mark(event));
    return new Node.Scalar(event.getValue(), event.isPlain(), mark(event));
  }

  private Node.Items items(SequenceStartEvent start, Place at, int depth) {
    var items = new ArrayList<Node>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      Place item = at.child(String.valueOf(items.size()), mark(event));
      items.add(node(event, item, depth + 1));
    }
    return new Node.Items(items, start.isFlow(), mark(start));
  }

  private Node.Entries entries(MappingStartEvent start, Place at, int depth) {
    var entries = new ArrayList<Node.Entry>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      Node key = node(event, at, depth + 1);
      String name = key instanceof Node.Scalar scalar ? scalar.text() : "";
      if (findings.refusesLong(name, key.mark(), at)) {
        throw new Stopped();
      }
      Node value = node(events.next(), at.child(name, key.mark()), depth + 1);
      if (key instanceof Node.Scalar scalar) {
        entries.add(new Node.Entry(scalar, value));
      } else {
        findings.add(
            key.mark(),
            at.pointer(),
            "a key is a text; to write a template, quote it: \"{{ … }}\"");
      }
    }
    return new Node.Entries(entries, mark(start));
  }

  private Node followed(AliasEvent alias, Place at, int depth) {
    String name = alias.getAlias().getValue();
    Known known = anchors.get(name);
    if (known == null) {
      findings.add(
          mark(alias), at.pointer(), "*" + name + " stands for nothing that is complete before it");
      return new Node.Scalar("", true, mark(alias));
    }
    if (++aliases > MOST_ALIASES) {
      stop(mark(alias), at.pointer(), "more than " + MOST_ALIASES + " aliases");
    }
    count(known.size(), known.characters(), mark(alias));
    reach(depth + known.height(), mark(alias), at);
    return known.node();
  }

  private void refuseTag(Event event, Place at) {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    tag.ifPresent(t ->
        findings.add(
            mark(event),
            at.pointer(),
            "the tag "
                + t
                + " is not taken; write the value alone, in quotes if it begins with !"));
  }

  private void reach(int depth, Mark mark, Place at) {
    deepest = Math.max(deepest, depth);
    if (depth > MOST_DEPTH) {
      stop(mark, at.pointer(), "is nested deeper than " + MOST_DEPTH + " levels");
    }
  }

  private void count(int more, long moreCharacters, Mark mark) {
    nodes += more;
    characters += moreCharacters;
    if (characters > MOST_CHARACTERS) {
      stop(mark, "", "more than " + MOST_CHARACTERS + " characters, aliases followed");
    }
    if (nodes > MOST_NODES) {
      stop(mark, "", "more than " + MOST_NODES + " values, aliases followed");
    }
  }

  private void stop(Mark mark, String pointer, String message) {
    findings.add(mark, pointer, message);
    throw new Stopped();
  }

  private static Mark mark(Event event) {
    return event.getStartMark().map(YamlReader::mark).orElse(Mark.START);
  }

  private static Mark mark(org.snakeyaml.engine.v2.exceptions.Mark mark) {
    return new Mark(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
