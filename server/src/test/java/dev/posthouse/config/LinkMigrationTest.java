package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Trail;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Verification.Finding;
import dev.posthouse.config.Verification.Trouble;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that was written when revisions were not chained.
final class LinkMigrationTest {
  private static final int REVISIONS = 3;

  @TempDir Path folder;

  @Test
  void revisions_of_a_former_version_are_chained_and_their_change_is_found() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    former(data);

    try (var house = new SteppedLedger(Databases.Kind.SQLITE, data)) {
      assertThat(found(house)).isEmpty();

      house.await(
          house.ledger.change(db -> db.execute("update revision set who = 'x' where number = 2")));

      assertThat(found(house)).containsExactly(new Finding(2, 2, Trouble.CHANGED));
    }
  }

  private static void former(Path data) throws Exception {
    String url = "jdbc:sqlite:" + data.resolve("posthouse.db");
    Flyway.configure()
        .dataSource(url, null, null)
        .locations("classpath:db/migration/sqlite")
        .target("6")
        .load()
        .migrate();
    try (var db = DriverManager.getConnection(url);
        var insert =
            db.prepareStatement(
                """
                insert into revision (number, tenant, kind, resource, action, who, at, doc)
                values (?, 1, 'event_type', 7, 'updated', 'admin', ?, '{"name":"订单"}')
                """)) {
      for (int number = 1; number <= REVISIONS; number++) {
        insert.setLong(1, number);
        insert.setLong(2, number * 1_000_000L);
        insert.execute();
      }
    }
  }

  private List<Finding> found(SteppedLedger house) throws InterruptedException {
    var vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
    var catalogue = new Catalogue(house.ledger, vault);
    var journal = house.journal(catalogue, vault);
    return new Verification(house.ledger, journal).run(Optional.empty(), Trail.HOUSE).findings();
  }
}
