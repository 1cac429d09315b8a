package dev.posthouse.rule;

import com.google.common.collect.ImmutableSet;

/// What an expression is written for: what it may contain, and how its flaws are told.
enum Purpose {
  FILTER(
      "filter",
      "the filter is empty; write it like `order.total > 100`",
      "make it a list of several filters",
      ImmutableSet.of()),
  /// What a receiver answered, in place of an event.
  ANSWER(
      "filter",
      "the filter is empty; write it like `response.body.error_code == 'BUSY'`",
      "make it several rules",
      ImmutableSet.of()),
  TEMPLATE(
      "expression",
      "the expression is empty; write it like {{ order.total }}",
      "make the values that it needs part of the event",
      ImmutableSet.of("secret", "secrets", "env"));

  private final String noun;
  private final String empty;
  private final String advice;
  private final ImmutableSet<String> unreachable;

  Purpose(String noun, String empty, String advice, ImmutableSet<String> unreachable) {
    this.noun = noun;
    this.empty = empty;
    this.advice = advice;
    this.unreachable = unreachable;
  }

  /// Whether it says true or false.
  boolean decides() {
    return this != TEMPLATE;
  }

  String noun() {
    return noun;
  }

  /// Said of an expression without text.
  String empty() {
    return empty;
  }

  /// What to do instead of a very long or deep one.
  String advice() {
    return advice;
  }

  /// Names by which people look for what no template may see.
  ImmutableSet<String> unreachable() {
    return unreachable;
  }

  /// Said of one of those.
  static String unreachable(String name) {
    return "`%s` cannot be read here: a template sees only the event. Put secrets into the `auth` of the endpoint; if a field of the data has this name, write `data.%s`"
        .formatted(name, name);
  }
}
