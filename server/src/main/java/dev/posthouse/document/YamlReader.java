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
  static final int MOST_DEPTH = 50;

  /// Nodes once aliases are followed: what bounds memory, whatever the text's own size.
  static final int MOST_NODES = 200_000;

  /// A document that says the same more often than this wants something else.
  static final int MOST_ALIASES = 1_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setLabel("document").setCodePointLimit(Integer.MAX_VALUE).build();

  private final Iterator<Event> events;
  private final Findings findings;
  private final Map<String, Known> anchors = new HashMap<>();
  private int nodes;
  private int aliases;

  private YamlReader(String text, Findings findings) {
    this.events = new Parse(SETTINGS).parseString(text).iterator();
    this.findings = findings;
  }

  /// What an anchor stands for, and how many nodes that is.
  private record Known(Node node, int size) {}

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
        root = Optional.of(node(first, "", 1));
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

  private Node node(Event event, String pointer, int depth) {
    Mark mark = mark(event);
    count(1, mark);
    if (depth > MOST_DEPTH) {
      stop(mark, pointer, "is nested deeper than " + MOST_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return followed(alias, pointer);
    }
    refuseTag(event, pointer);
    int before = nodes;
    Node node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent sequence -> items(sequence, pointer, depth);
          case MappingStartEvent mapping -> entries(mapping, pointer, depth);
          default -> throw new IllegalStateException("no node begins with " + event);
        };
    if (event instanceof NodeEvent named) {
      named
          .getAnchor()
          .ifPresent(a -> anchors.put(a.getValue(), new Known(node, 1 + nodes - before)));
    }
    return node;
  }

  private static Node.Scalar scalar(ScalarEvent event) {
    return new Node.Scalar(event.getValue(), event.isPlain(), mark(event));
  }

  private Node.Items items(SequenceStartEvent start, String pointer, int depth) {
    var items = new ArrayList<Node>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      items.add(node(event, pointer + "/" + items.size(), depth + 1));
    }
    return new Node.Items(items, start.isFlow(), mark(start));
  }

  private Node.Entries entries(MappingStartEvent start, String pointer, int depth) {
    var entries = new ArrayList<Node.Entry>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      Node key = node(event, pointer, depth + 1);
      String name = key instanceof Node.Scalar scalar ? scalar.text() : "";
      Node value = node(events.next(), Pointers.child(pointer, name), depth + 1);
      if (key instanceof Node.Scalar scalar) {
        entries.add(new Node.Entry(scalar, value));
      } else {
        findings.add(
            key.mark(), pointer, "a key is a text; to write a template, quote it: \"{{ … }}\"");
      }
    }
    return new Node.Entries(entries, mark(start));
  }

  private Node followed(AliasEvent alias, String pointer) {
    String name = alias.getAlias().getValue();
    Known known = anchors.get(name);
    if (known == null) {
      findings.add(
          mark(alias), pointer, "*" + name + " stands for nothing that is complete before it");
      return new Node.Scalar("", true, mark(alias));
    }
    if (++aliases > MOST_ALIASES) {
      stop(mark(alias), pointer, "more than " + MOST_ALIASES + " aliases");
    }
    count(known.size(), mark(alias));
    return known.node();
  }

  private void refuseTag(Event event, String pointer) {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    tag.ifPresent(t ->
        findings.add(
            mark(event),
            pointer,
            "the tag "
                + t
                + " is not taken; write the value alone, in quotes if it begins with !"));
  }

  private void count(int more, Mark mark) {
    nodes += more;
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
