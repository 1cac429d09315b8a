package dev.posthouse.history;

/// In the first minutes of a day PostgreSQL knows nothing of its partition.
final class PostgresNewDayTest extends PostgresPlansTest {
  @Override
  boolean analyzed() {
    return false;
  }
}
