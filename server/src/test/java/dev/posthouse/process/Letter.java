package dev.posthouse.process;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/// One event of a suite's load. What it is follows from its number alone, so that anybody who reads
/// the number knows to whom it should have gone.
///
/// @param at when it was written, by `System.nanoTime()`
record Letter(int number, long at) {
  private static final int HUNDRED = 100;
  private static final String NUMBER = "\"number\":";
  private static final String AT = "\"at\":";
  private static final String PADDING = "x".repeat(300);

  String tenant() {
    return dice(0) < 25 ? Addressee.BRANCH_OFFICE : Addressee.HEAD_OFFICE;
  }

  String type() {
    int dice = dice(1);
    if (dice < 3) {
      return "order.lost";
    } else if (dice < 25) {
      return "order.paid";
    }
    return dice < 40 ? "invoice.paid" : "order.created";
  }

  int total() {
    return dice(2) * 10;
  }

  private int dice(int which) {
    var random = new SplittableRandom(number);
    int dice = random.nextInt(HUNDRED);
    for (int i = 0; i < which; i++) {
      dice = random.nextInt(HUNDRED);
    }
    return dice;
  }

  String json() {
    return String.format(
        Locale.ROOT,
        """
        {"type":"%s","source":"town","id":"letter-%d","data":{"number":%d,"at":%d,\
        "order":{"total":%d},"note":"%s"}}\
        """,
        type(),
        number,
        number,
        at,
        total(),
        PADDING);
  }

  /// The letter that a webhook carries.
  static Optional<Letter> in(String body) {
    int number = body.indexOf(NUMBER);
    int at = body.indexOf(AT);
    return number < 0 || at < 0
        ? Optional.empty()
        : Optional.of(
            new Letter(
                (int) digits(body, number + NUMBER.length()), digits(body, at + AT.length())));
  }

  private static long digits(String text, int from) {
    int end = from;
    while (Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Long.parseLong(text.substring(from, end));
  }
}
