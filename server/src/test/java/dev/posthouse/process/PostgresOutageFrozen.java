package dev.posthouse.process;

import org.junit.jupiter.api.Test;

/// Too long for every build, as a connection that is silent is given up only after 30 seconds:
/// `./posthouse outage` runs it.
class PostgresOutageFrozen extends PostgresOutage {
  @Test
  void a_database_that_does_not_answer_is_waited_for() throws Exception {
    survives(() -> {
      postgres.freeze();
      return postgres::thaw;
    });
  }
}
