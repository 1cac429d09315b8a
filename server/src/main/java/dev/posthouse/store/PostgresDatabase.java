package dev.posthouse.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// A PostgreSQL database. The writer has a connection of its own; fetches, the lists that people
/// ask for, and all other queries have a small pool each.
public final class PostgresDatabase implements Database {
  private static final int READERS = 4;
  private static final int FETCHES = 4;
  private static final int LISTS = 4;

  /// The settings of `synchronous_commit` under which a commit that returned is on the disk, here
  /// or also on the standbys. Whatever the server's default, the writer's session has one of them.
  private static final Set<String> DURABLE = Set.of("on", "remote_apply");

  /// Rows are found by their keys, those of one table for those of another one by one. A plan made
  /// while hardly anything was open would go through the table, and is kept when that has grown to
  /// thousands of rows; and of a table with many partitions it is expected that a look-up goes into
  /// each, so that reading all of it once seems cheaper than a few look-ups. Before version 18 what
  /// is ruled out still counts with its penalty, beyond which a plan is compiled first: that is 0.4
  /// s for a fetch of 1 ms.
  private static final String LOOK_UPS =
      "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
          + " set jit = off";

  /// What a list shows, or a fetch takes, is read in the order of its index, and what belongs to it
  /// is looked up. Of a day that it has no statistics of yet a database expects few rows, and would
  /// sort them all (0.3 s where there are 440,000) or go through them for each row of the other
  /// table.
  private static final String IN_ORDER =
      "set enable_sort = off; set enable_bitmapscan = off; set enable_material = off";

  /// A plan that fits any values is made after ten pages of one list, and does not know where its
  /// tenant, its day or its endpoint are: of the failed deliveries of a subscription among ten
  /// million it took 1.9 s instead of 25 ms.
  private static final String PLANNED_EACH_TIME = "set plan_cache_mode = force_custom_plan";

  /// Has a connection learn of the partitions of the history before somebody waits for it: whoever
  /// comes first would wait about 10 ms more for a statement, where there are many days.
  private static final String ACQUAINTED =
      """
      explain select from event; explain select from delivery; explain select from attempt;
      explain select from search_key
      """;

  /// An answer that a connection waits for longer is taken for lost. Going through the largest
  /// backlog takes minutes, so that a connection which broke off meanwhile is noticed only then.
  private static final Duration LONGEST_SCAN = Duration.ofMinutes(15);

  private final Address address;
  private final HikariDataSource readers;
  private final HikariDataSource fetches;
  private final HikariDataSource lists;

  /// Where a database is and who we are there.
  record Address(String url, String user, String password) {
    /// Takes `jdbc:postgresql://…` as it is, and `postgresql://user:password@host:port/name`.
    static Address of(String given) {
      if (given.startsWith("jdbc:")) {
        return new Address(given, "", "");
      }
      URI uri = URI.create(given);
      String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new Address(
          "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
          decoded(login[0]),
          login.length > 1 ? decoded(login[1]) : "");
    }

    private static String decoded(String text) {
      return java.net.URLDecoder.decode(
          text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    Properties properties() {
      var properties = new Properties();
      if (!user.isEmpty()) {
        properties.setProperty("user", user);
        properties.setProperty("password", password);
      }
      // Inserts of many rows that `copy` cannot write go as a few statements, without row counts.
      properties.setProperty("reWriteBatchedInserts", "true");
      // Messages of failures go to the log; other people's payloads do not.
      properties.setProperty("logServerErrorDetail", "false");
      properties.setProperty("ApplicationName", "posthouse");
      properties.setProperty("connectTimeout", "5");
      properties.setProperty("socketTimeout", "30");
      properties.setProperty("tcpKeepAlive", "true");
      return properties;
    }

    @Override
    public String toString() {
      return url;
    }
  }

  private PostgresDatabase(Address address) {
    this.address = address;
    readers = pool("readers", READERS, LOOK_UPS, PLANNED_EACH_TIME);
    fetches = pool("fetches", FETCHES, LOOK_UPS, PLANNED_EACH_TIME, IN_ORDER);
    lists = pool("lists", LISTS, LOOK_UPS, PLANNED_EACH_TIME, IN_ORDER, ACQUAINTED);
  }

  /// @param settings of each connection
  private HikariDataSource pool(String name, int most, String... settings) {
    var config = new HikariConfig();
    config.setJdbcUrl(address.url());
    config.setDataSourceProperties(address.properties());
    config.setMaximumPoolSize(most);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(READ_SECONDS * 1_000L);
    config.setConnectionInitSql(
        "set statement_timeout = '" + READ_SECONDS + "s'; " + String.join("; ", settings));
    config.setPoolName(name);
    return new HikariDataSource(config);
  }

  /// Opens and migrates the database at `url`.
  ///
  /// @throws StoreException if it is out of reach or newer than this program
  public static PostgresDatabase open(String url) {
    Address address = Address.of(url);
    Migrations.run(
        "postgresql", address.url(), address.user(), address.password(), new LinkMigration());
    return new PostgresDatabase(address);
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(address.url(), address.properties());
    try (var statement = connection.createStatement()) {
      if (!DURABLE.contains(synchronousCommit(statement))) {
        statement.execute("set synchronous_commit = on");
      }
      // Limits of a role or a database are meant for people's queries.
      statement.execute("set statement_timeout = 0");
      statement.execute("set lock_timeout = 0");
      statement.execute(LOOK_UPS);
      if (!DURABLE.contains(synchronousCommit(statement))) {
        throw new SQLException("synchronous_commit is not on: commits would not be on the disk");
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return connection;
  }

  private static String synchronousCommit(Statement statement) throws SQLException {
    try (var row = statement.executeQuery("show synchronous_commit")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  @Override
  public <T> T read(Query<T> query) {
    return on(readers, query);
  }

  @Override
  public <T> T list(Query<T> query) {
    return on(lists, query);
  }

  @Override
  public <T> T fetch(Query<T> query) {
    return on(fetches, query);
  }

  private static <T> T on(HikariDataSource pool, Query<T> query) {
    try (var connection = pool.getConnection()) {
      return query.run(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot read: " + e.getMessage(), e);
    }
  }

  @Override
  public EventKeys keys() {
    return new KeyTable();
  }

  @Override
  public Fingerprints fingerprints() {
    return new SharedFingerprints();
  }

  @Override
  public FetchSql fetchSql() {
    return FetchSql.CLAIM;
  }

  /// With a tenant of its own for a bound it may find it cheaper to go through all events: that is
  /// so for large tenants, and nobody tells it which are small. No index but this has the order of
  /// the pairs. How many lie between two pairs it guesses from the tenants alone, so both bounds
  /// include the tenant: with `<` it would expect nothing, and sort all that there is.
  @Override
  public String newestOfTenant() {
    return """
     where (tenant, id) >= (:tenant, :from) and (tenant, id) <= (:tenant, :event)
      and id >= :from and id < :event
    order by tenant desc, id desc
    """;
  }

  @Override
  public void unhurried(Connection db, Scan scan) throws SQLException {
    int usual = db.getNetworkTimeout();
    db.setNetworkTimeout(Runnable::run, (int) LONGEST_SCAN.toMillis());
    try (var statement = db.createStatement()) {
      statement.execute("set local enable_seqscan = on");
      scan.run(db);
      statement.execute("set local enable_seqscan = off");
    } finally {
      db.setNetworkTimeout(Runnable::run, usual);
    }
  }

  @Override
  public Instant leaseTime(Connection db, Instant own) {
    try (var statement = db.createStatement();
        var row = statement.executeQuery("select " + FetchSql.DATABASE_TIME)) {
      row.next();
      return Micros.instant(row.getLong(1));
    } catch (SQLException e) {
      throw new StoreException("cannot read the database's time: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public boolean partitioned() {
    return true;
  }

  /// By SQLSTATE, appendix A of the PostgreSQL manual. Our statements are fixed, so a class that
  /// finds fault with a statement and not with its values (25 transaction state, 28 and 42 rights
  /// and names) tells of the database, not of a row.
  @Override
  public Failure classify(SQLException failure) {
    String state = Optional.ofNullable(failure.getSQLState()).orElse("");
    return switch (state) {
      case "" -> Failure.COLLISION;
      case "40001", "40P01", "55P03", "42P07" -> Failure.COLLISION;
      case "53100" -> Failure.DISK_FULL;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "25", "28", "42", "53", "57", "58", "XX", "F0" -> Failure.UNAVAILABLE;
            default -> Failure.ROW;
          };
    };
  }

  @Override
  public Optional<String> crowded() {
    return Optional.empty();
  }

  @Override
  public void close() {
    readers.close();
    fetches.close();
    lists.close();
  }
}
