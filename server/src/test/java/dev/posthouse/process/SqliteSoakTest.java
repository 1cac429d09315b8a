package dev.posthouse.process;

import java.sql.Connection;
import java.util.concurrent.locks.LockSupport;

class SqliteSoakTest extends SoakContract {
  @Override
  Launch launch() {
    return Launch.on(folder);
  }

  /// Somebody else holds the lock.
  @Override
  Trouble.Absence absence() {
    return time -> {
      try (Connection other = SqliteLock.take(folder)) {
        LockSupport.parkNanos(time.toNanos());
        other.rollback();
      }
    };
  }
}
