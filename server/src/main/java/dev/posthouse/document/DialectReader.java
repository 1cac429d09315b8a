package dev.posthouse.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the Chinese short form into a tree: a text that begins with `Webhook 名称`, lines of `键:值`
/// without a space after the colon (full-width or not), groups indented, lists with `- `, and `{{
/// }}` without quotes. Only the first colon of a line divides. A further `Webhook 名称` at the margin
/// begins the next webhook.
final class DialectReader {
  private static final String FIRST_KEY = "Webhook 名称";
  private static final Pattern FIRST = Pattern.compile(FIRST_KEY + "\\s*[:：].*", Pattern.DOTALL);
  private static final char WIDE_SPACE = '\u3000';

  private final List<Line> lines;
  private final Findings findings;
  private int next;

  private DialectReader(List<Line> lines, Findings findings) {
    this.lines = lines;
    this.findings = findings;
  }

  /// A line that says something; `text` is without the indentation and the space at the end.
  private record Line(int number, int indent, String text) {
    Mark mark() {
      return new Mark(number, indent + 1);
    }

    /// The place of a position in `text`.
    Mark mark(int position) {
      return new Mark(number, indent + 1 + text.codePointCount(0, position));
    }

    boolean isItem() {
      return text.equals("-") || text.startsWith("- ");
    }

    int colon() {
      int quoted = ShortText.quotedEnd(text);
      int colon = Hints.firstColon(text.substring(quoted));
      return colon < 0 ? -1 : quoted + colon;
    }
  }

  /// Whether a text is in this form, which its first line decides.
  static boolean isDialect(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .findFirst()
        .filter(line -> FIRST.matcher(line).matches())
        .isPresent();
  }

  /// One webhook, or a list of them.
  static Node read(String text, Findings findings) {
    return new DialectReader(lines(text, findings), findings).webhooks();
  }

  private static List<Line> lines(String text, Findings findings) {
    var lines = new ArrayList<Line>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.stripTrailing();
      int indent = indent(line);
      String rest = ShortText.withoutComment(line.substring(indent));
      if (rest.startsWith("\t") || rest.startsWith(String.valueOf(WIDE_SPACE))) {
        findings.add(
            new Mark(number, indent + 1),
            "",
            "a tab or a full-width space cannot indent; use two spaces");
      } else if (!rest.isEmpty()) {
        lines.add(new Line(number, indent, rest));
      }
    }
    return lines;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }

  private Node webhooks() {
    var webhooks = new ArrayList<Node>();
    Mark start = lines.getFirst().mark();
    while (next < lines.size()) {
      webhooks.add(entries(lines.get(next).indent(), "", 1));
    }
    return webhooks.size() == 1 ? webhooks.getFirst() : new Node.Items(webhooks, false, start);
  }

  private Node block(int indent, String pointer, int depth) {
    return peek().filter(Line::isItem).isPresent()
        ? items(indent, pointer, depth)
        : entries(indent, pointer, depth);
  }

  private Node.Entries entries(int indent, String pointer, int depth) {
    var entries = new ArrayList<Node.Entry>();
    Mark start = lines.get(next).mark();
    for (Optional<Line> line = at(indent); line.isPresent(); line = at(indent)) {
      boolean another =
          depth == 1 && !entries.isEmpty() && FIRST.matcher(line.get().text()).matches();
      if (another) {
        break;
      }
      next++;
      entry(line.get(), pointer, depth).ifPresent(entries::add);
    }
    return new Node.Entries(entries, start);
  }

  private Optional<Node.Entry> entry(Line line, String pointer, int depth) {
    int colon = line.colon();
    if (colon <= 0 || line.isItem()) {
      findings.add(line.mark(), pointer, "is neither `键:值` nor an item of the list above (`- …`)");
      skip(line.indent());
      return Optional.empty();
    }
    String name = line.text().substring(0, colon).strip();
    var key = new Node.Scalar(ShortText.unquoted(name).orElse(name), true, line.mark());
    if (findings.refusesLong(key.text(), line.mark(), Place.top(line.mark()))) {
      skip(line.indent());
      return Optional.empty();
    }
    String place = Pointers.child(pointer, key.text());
    return Optional.of(new Node.Entry(key, value(line, colon + 1, place, depth)));
  }

  private Node.Items items(int indent, String pointer, int depth) {
    var items = new ArrayList<Node>();
    Mark start = lines.get(next).mark();
    for (Optional<Line> line = at(indent);
        line.filter(Line::isItem).isPresent();
        line = at(indent)) {
      next++;
      items.add(value(line.get(), 1, pointer + "/" + items.size(), depth));
    }
    return new Node.Items(items, false, start);
  }

  /// What stands after the colon or the hyphen, or in the lines below that are indented more.
  private Node value(Line line, int from, String pointer, int depth) {
    String text = line.text().substring(from).strip();
    Optional<Line> below = peek().filter(l -> l.indent() > line.indent());
    if (text.isEmpty() && below.isPresent()) {
      if (depth >= YamlReader.MOST_DEPTH) {
        findings.add(
            line.mark(), pointer, "is nested deeper than " + YamlReader.MOST_DEPTH + " levels");
        skip(line.indent());
        return new Node.Scalar("", true, line.mark());
      }
      return block(below.get().indent(), pointer, depth + 1);
    }
    boolean listAtSameIndent =
        text.isEmpty()
            && !line.isItem()
            && peek().filter(l -> l.indent() == line.indent() && l.isItem()).isPresent();
    if (listAtSameIndent) {
      return items(line.indent(), pointer, depth + 1);
    }
    below.ifPresent(l -> {
      findings.add(l.mark(), pointer, "is indented below a value; move it to the left");
      skip(line.indent());
    });
    return scalar(line, from, text, pointer);
  }

  private Node.Scalar scalar(Line line, int from, String text, String pointer) {
    int begin = text.isEmpty() ? from : line.text().indexOf(text, from);
    Mark mark = line.mark(Math.min(begin, line.text().length()));
    Optional<String> unquoted = ShortText.unquoted(text);
    if (unquoted.isPresent()) {
      return new Node.Scalar(unquoted.get(), false, mark);
    }
    if (ShortText.isEscaped(text)) {
      findings.add(
          mark,
          pointer,
          "a backslash in double quotes means nothing certain here; write it in single quotes, or"
              + " write YAML, which begins with `webhooks:` (Webhook 列表)");
    } else if (ShortText.isFlow(text)) {
      findings.add(
          mark,
          pointer,
          "lists and groups stand on lines of their own here, as `- …`; or write YAML, which begins"
              + " with `webhooks:` (Webhook 列表)");
    }
    return new Node.Scalar(text, true, mark);
  }

  private Optional<Line> peek() {
    return next < lines.size() ? Optional.of(lines.get(next)) : Optional.empty();
  }

  /// The next line, if it belongs to the group of this indentation; lines between two groups are
  /// found wrong and skipped.
  private Optional<Line> at(int indent) {
    while (peek().filter(l -> l.indent() > indent).isPresent()) {
      Line line = lines.get(next++);
      findings.add(
          line.mark(),
          "",
          "is indented by %d, its neighbours by %d".formatted(line.indent(), indent));
    }
    return peek().filter(l -> l.indent() == indent);
  }

  private void skip(int indent) {
    while (peek().filter(l -> l.indent() > indent).isPresent()) {
      next++;
    }
  }
}
