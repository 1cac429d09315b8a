package dev.posthouse.process;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// The receivers of a suite's load: whose they are, what they want, and how they treat what comes.
enum Addressee {
  /// Wants and takes everything about orders.
  ORDERS("order.*", ""),
  LARGE("order.*", "order.total > 500"),
  PAID("*.paid", ""),
  /// Takes its time.
  SLOW("*.paid", "order.total > 900"),
  /// Refuses some deliveries once or twice before it takes them.
  MOODY("order.created", ""),
  /// Never takes anything.
  HOPELESS("order.lost", ""),
  /// Belongs to another tenant.
  BRANCH("order.*", "");

  static final String HEAD_OFFICE = "default";
  static final String BRANCH_OFFICE = "branch";

  /// Attempts of one addressee that may run at once.
  static final int RUNNING = 16;

  private static final int TAKEN = 200;
  private static final int REFUSED = 500;
  private static final int MOODS = 3;
  private static final int LAST_HOPE = 4;
  private static final Duration SLOWNESS = Duration.ofMillis(100);

  final String types;

  /// Empty: none.
  final String filter;

  Addressee(String types, String filter) {
    this.types = types;
    this.filter = filter;
  }

  /// Those to whom a letter goes.
  static Set<Addressee> of(Letter letter) {
    var all = EnumSet.noneOf(Addressee.class);
    for (Addressee each : values()) {
      if (each.tenant().equals(letter.tenant()) && each.wants(letter)) {
        all.add(each);
      }
    }
    return all;
  }

  String tenant() {
    return this == BRANCH ? BRANCH_OFFICE : HEAD_OFFICE;
  }

  private boolean wants(Letter letter) {
    boolean paid = letter.type().endsWith(".paid");
    boolean order = letter.type().startsWith("order.");
    return switch (this) {
      case ORDERS, BRANCH -> order;
      case LARGE -> order && letter.total() > 500;
      case PAID -> paid;
      case SLOW -> paid && letter.total() > 900;
      case MOODY -> letter.type().equals("order.created");
      case HOPELESS -> letter.type().equals("order.lost");
    };
  }

  /// What its endpoint has beside name and address. No breaker: what is held to is the schedule.
  String fields() {
    return """
    ,"concurrency":%d,"timeout":"5s","health":{"breaker":false},"retry":{%s}\
    """
        .formatted(RUNNING, retry());
  }

  private String retry() {
    return switch (this) {
      case MOODY ->
          """
          "strategy":"fixed","delay":"400ms","maxAttempts":100\
          """;
      case HOPELESS ->
          """
          "strategy":"list","delays":["200ms","900ms","500ms"],"maxAttempts":%d\
          """
              .formatted(LAST_HOPE);
      case ORDERS, LARGE, PAID, SLOW, BRANCH ->
          """
          "strategy":"fixed","delay":"2s","maxAttempts":100\
          """;
    };
  }

  /// How long after the end of an attempt the next one is due, at the earliest.
  Duration delayAfter(int attempt) {
    return switch (this) {
      case MOODY -> Duration.ofMillis(400);
      case HOPELESS -> Duration.ofMillis(attempt == 1 ? 200 : attempt == 2 ? 900 : 500);
      case ORDERS, LARGE, PAID, SLOW, BRANCH -> Duration.ofSeconds(2);
    };
  }

  /// The status with which it answers an attempt.
  int answers(Letter letter, int attempt) {
    return attempt < lastAttempt(letter) || this == HOPELESS ? REFUSED : TAKEN;
  }

  Duration thinks(Letter letter) {
    return this == SLOW ? SLOWNESS.plusMillis(letter.number() % 50) : Duration.ZERO;
  }

  /// The number of the attempt that ends its delivery, when all is well.
  int lastAttempt(Letter letter) {
    return switch (this) {
      case MOODY -> 1 + letter.number() % MOODS;
      case HOPELESS -> LAST_HOPE;
      case ORDERS, LARGE, PAID, SLOW, BRANCH -> 1;
    };
  }

  /// The state in which its deliveries end.
  String lastState() {
    return this == HOPELESS ? "failed" : "delivered";
  }
}
