package dev.posthouse.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where a command works: it asks the server, reads files, and says what came of it.
///
/// @param common what the caller wants of every command
record Desk(Shell shell, Words words, SharedOptions common) {
  /// Whether the server's answers are printed as they are, for programs.
  boolean json() {
    return common.json;
  }

  Client client() {
    return Client.of(shell, words, common.tenant);
  }

  Files files() {
    return new Files(shell, words);
  }

  /// A line in the caller's language.
  void say(String key, Object... values) {
    print(words.say(key, values));
  }

  void print(String line) {
    shell.out().println(Width.harmless(line));
  }

  void print(Table table) {
    List<String> lines = table.lines();
    shell.out().println(paint(Paint.BOLD, lines.getFirst()));
    lines.stream().skip(1).forEach(shell.out()::println);
  }

  /// A line in a colour, where colours are wanted.
  void print(Paint paint, String line) {
    shell.out().println(paint(paint, Width.harmless(line)));
  }

  private String paint(Paint paint, String line) {
    return Paint.wanted(shell) ? paint.on(line) : line;
  }

  /// What went wrong without ending the command, apart from what it prints.
  void warn(String line) {
    shell.err().println(Width.harmless(line));
  }

  /// For programs: UTF-8, whatever the terminal's characters are.
  void printJson(JsonNode answer) {
    shell.out().writeBytes(Client.utf8(answer.toPrettyString() + "\n"));
  }

  /// One of several, each a line, such as what happens while the command runs.
  void printJsonLine(JsonNode one) {
    shell.out().writeBytes(Client.utf8(one + "\n"));
  }

  /// Yes or no, where a person can be asked. The end of the input is a no.
  boolean agreed(String key) {
    shell.out().print(words.say(key) + " ");
    shell.out().flush();
    String answer = files().line();
    return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
  }

  Failed refused(String key, Object... values) {
    return Failed.refused(words.say(key, values));
  }

  Failed wrongUse(String key, Object... values) {
    return Failed.usage(words.say(key, values));
  }

  /// The text of a field that the server may leave out.
  static String text(@Nullable JsonNode node, String field) {
    return node == null ? "" : node.path(field).asString("");
  }
}
