package dev.posthouse.cli;

/// Colours, where a person can see them and has not asked for none (https://no-color.org).
enum Paint {
  GREEN("32"),
  YELLOW("33"),
  RED("31"),
  DIM("2"),
  BOLD("1");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  static boolean wanted(Shell shell) {
    return shell.terminal()
        && shell.variable("NO_COLOR").isEmpty()
        && !shell.variable("TERM").equals("dumb");
  }

  String on(String text) {
    return "\033[" + code + "m" + text + "\033[0m";
  }
}
