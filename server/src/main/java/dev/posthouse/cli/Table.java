package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows under headings, in columns as wide as their widest cell but the last, which is as long as
/// it likes.
final class Table {
  private static final String BETWEEN = "  ";
  private static final int WIDEST = 48;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void row(String... cells) {
    rows.add(List.of(cells).stream().map(c -> Width.harmless(c).replace('\n', ' ')).toList());
  }

  List<String> lines() {
    int[] widths = widths();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private int[] widths() {
    var widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, Width.of(row.get(i))));
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size() - 1; i++) {
      line.append(Width.pad(Width.cut(row.get(i), widths[i]), widths[i])).append(BETWEEN);
    }
    return line.append(row.getLast()).toString().stripTrailing();
  }
}
