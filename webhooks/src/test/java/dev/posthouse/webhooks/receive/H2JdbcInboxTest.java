package dev.posthouse.webhooks.receive;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

class H2JdbcInboxTest extends JdbcInboxContract {
  private static final DataSource DATABASE =
      JdbcConnectionPool.create("jdbc:h2:mem:inbox;DB_CLOSE_DELAY=-1", "", "");

  @Override
  DataSource database() {
    return DATABASE;
  }
}
