package dev.posthouse.process;

import java.nio.file.Files;
import java.sql.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SqliteOutageTest extends OutageContract {
  private FragileDisk disk;

  @BeforeEach
  void puts_the_data_on_a_fragile_disk() throws Exception {
    disk = FragileDisk.under(Files.createDirectory(folder.resolve("data")));
  }

  @Override
  Launch launch() {
    return disk.under(Launch.on(disk.folder()));
  }

  @Test
  void a_lock_that_others_hold_is_waited_for() throws Exception {
    survives(() -> {
      Connection other = SqliteLock.take(disk.folder());
      return () -> {
        other.rollback();
        other.close();
      };
    });
  }

  /// The disk is mounted for reading only for a while, or its syncs fail.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void a_disk_that_fails_is_waited_for(FragileDisk.Fault fault) throws Exception {
    survives(() -> {
      disk.behave(fault);
      return () -> disk.behave(FragileDisk.Fault.NONE);
    });
  }
}
