package dev.posthouse.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page of the documentation, cut into what can be executed: fenced blocks with a word for what
/// they are behind their language, such as `json event`, and tables.
public final class ExamplePage {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern BARS = Pattern.compile("(?<!\\\\)\\|");

  private final String name;
  private final List<String> lines;
  private final List<Piece> pieces = new ArrayList<>();

  private ExamplePage(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  public sealed interface Piece {
    String place();
  }

  /// @param kind the words behind the three backticks, such as `json event`
  public record Block(String place, String kind, String text) implements Piece {}

  /// @param header the first line, such as `filter | verdict`
  public record Row(String place, String header, List<String> cells) implements Piece {
    /// A cell's text; without its backticks if it is code.
    public String code(int cell) {
      String text = cells.get(cell).strip();
      String ticks = text.startsWith("``") ? "``" : "`";
      boolean code = text.startsWith(ticks) && text.endsWith(ticks) && text.length() > 2;
      return code ? text.substring(ticks.length(), text.length() - ticks.length()).strip() : text;
    }
  }

  public static List<Piece> read(String name) throws IOException {
    return new ExamplePage(name, Files.readAllLines(DOCS.resolve(name))).pieces();
  }

  private List<Piece> pieces() {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("```")) {
        i = block(i);
      } else if (lines.get(i).startsWith("|")) {
        i = table(i);
      }
    }
    return pieces;
  }

  private int block(int begin) {
    int end = begin + 1;
    while (!lines.get(end).equals("```")) {
      end++;
    }
    String kind = lines.get(begin).substring(3).strip();
    pieces.add(new Block(place(begin), kind, String.join("\n", lines.subList(begin + 1, end))));
    return end;
  }

  private int table(int begin) {
    String header = String.join(" | ", cells(lines.get(begin)));
    int row = begin + 2;
    for (; row < lines.size() && lines.get(row).startsWith("|"); row++) {
      pieces.add(new Row(place(row), header, cells(lines.get(row))));
    }
    return row - 1;
  }

  private String place(int line) {
    return name + ":" + (line + 1);
  }

  private static List<String> cells(String line) {
    String inner = line.strip().substring(1, line.strip().length() - 1);
    return BARS.splitAsStream(inner).map(cell -> cell.strip().replace("\\|", "|")).toList();
  }
}
