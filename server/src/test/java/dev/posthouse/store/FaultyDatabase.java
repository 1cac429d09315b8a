package dev.posthouse.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

/// A database whose commits, connections, statements or queries fail as told, so that every way in
/// which an outage begins can be met. One for each process on it: once that is dead, nothing of it
/// reaches the database any more.
@NullMarked
public final class FaultyDatabase implements Database {
  private final Database real;
  private final List<Connection> open = new ArrayList<>();
  private Fault commit = Fault.NONE;
  private int lostAnswers;
  private boolean away;
  private boolean readsFail;
  private boolean dead;
  private long commits;
  private @Nullable Tripwire tripwire;
  Runnable beforeCommit = () -> {};

  /// What becomes of the next commit of the writer.
  enum Fault {
    NONE,
    /// It fails, and nothing of it is stored.
    BEFORE,
    /// It is stored, but whoever asked for it is told otherwise.
    AFTER
  }

  /// Is asked at each call: connecting, a statement, a commit, a rollback, a query of the readers.
  public interface Tripwire {
    /// Throws if the call fails before it does anything.
    void before(String call) throws SQLException;

    /// Throws if it fails after it did what it should.
    void after(String call) throws SQLException;
  }

  /// A failure of a kind that the database would tell by its code.
  public static final class Broken extends SQLException {
    private static final long serialVersionUID = 1;
    private final Failure kind;

    public Broken(String why, Failure kind) {
      super(why);
      this.kind = kind;
    }
  }

  public FaultyDatabase(Database real) {
    this.real = real;
  }

  void nextCommit(Fault fault) {
    commit = fault;
  }

  /// Nothing can be reached or written.
  public void goAway() {
    away = true;
  }

  /// The next commits happen, but their answer is lost.
  public void loseAnswers(int number) {
    lostAnswers = number;
  }

  /// Reading fails though writing does not: the readers' pool has not recovered yet.
  public void failReads(boolean fail) {
    readsFail = fail;
  }

  public void comeBack() {
    away = false;
    readsFail = false;
    lostAnswers = 0;
  }

  public void stretch(Tripwire wire) {
    tripwire = wire;
  }

  /// The process is dead: what it had not committed is rolled back.
  public void die() {
    dead = true;
    List.copyOf(open).forEach(FaultyDatabase::close);
  }

  /// How many commits happened.
  public long commits() {
    return commits;
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Connection connect() throws SQLException {
    refuseWhileAway();
    before("connect");
    Connection connection = real.connect();
    open.add(connection);
    return proxy(Connection.class, (method, arguments) -> call(connection, method, arguments));
  }

  private interface Call {
    @Nullable Object run(Method method, Object @Nullable [] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDatabase.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.run(method, arguments)));
  }

  private @Nullable Object call(Connection connection, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "commit" -> commit(connection);
      case "rollback" -> watched("rollback", connection, method, arguments);
      case "close" -> {
        open.remove(connection);
        yield invoke(connection, method, arguments);
      }
      case "prepareStatement" ->
          statement(PreparedStatement.class, invoke(connection, method, arguments));
      case "createStatement" -> statement(Statement.class, invoke(connection, method, arguments));
      case "unwrap" -> copying(invoke(connection, method, arguments));
      default -> invoke(connection, method, arguments);
    };
  }

  private @Nullable Object commit(Connection connection) throws SQLException {
    beforeCommit.run();
    refuseWhileAway();
    before("commit");
    Fault fault = commit;
    commit = Fault.NONE;
    if (fault != Fault.BEFORE) {
      connection.commit();
      commits++;
    }
    if (fault != Fault.NONE || lostAnswers > 0) {
      lostAnswers = Math.max(0, lostAnswers - 1);
      throw new Broken("the connection broke off while committing", Failure.UNAVAILABLE);
    }
    after("commit");
    return null;
  }

  /// Statements are looked at only where somebody wants to, since that costs time.
  private @Nullable Object statement(Class<?> type, @Nullable Object statement) {
    return tripwire == null || statement == null
        ? statement
        : proxy(
            type,
            (method, arguments) ->
                method.getName().startsWith("execute")
                    ? watched("statement", statement, method, arguments)
                    : invoke(statement, method, arguments));
  }

  /// Rows that PostgreSQL copies are a statement too.
  private @Nullable Object copying(@Nullable Object unwrapped) {
    return tripwire == null || !(unwrapped instanceof BaseConnection connection)
        ? unwrapped
        : proxy(
            PGConnection.class,
            (method, arguments) ->
                method.getName().equals("getCopyAPI")
                    ? new WatchedCopies(connection)
                    : invoke(connection, method, arguments));
  }

  private final class WatchedCopies extends CopyManager {
    WatchedCopies(BaseConnection connection) throws SQLException {
      super(connection);
    }

    @Override
    public long copyIn(String sql, ByteStreamWriter from) throws SQLException, IOException {
      before("statement");
      long rows = super.copyIn(sql, from);
      after("statement");
      return rows;
    }
  }

  private @Nullable Object watched(
      String call, Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    before(call);
    Object result = invoke(target, method, arguments);
    after(call);
    return result;
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void before(String call) throws SQLException {
    if (tripwire != null) {
      tripwire.before(call);
    }
  }

  private void after(String call) throws SQLException {
    if (tripwire != null) {
      tripwire.after(call);
    }
  }

  private void refuseWhileAway() throws Broken {
    if (away || dead) {
      throw new Broken("the database is away", Failure.UNAVAILABLE);
    }
  }

  @Override
  public <T> T read(Query<T> query) {
    beforeRead();
    return real.read(query);
  }

  @Override
  public <T> T list(Query<T> query) {
    beforeRead();
    return real.list(query);
  }

  @Override
  public <T> T fetch(Query<T> query) {
    beforeRead();
    return real.fetch(query);
  }

  private void beforeRead() {
    if (away || dead || readsFail) {
      throw new StoreException("the database is away");
    }
    try {
      before("read");
    } catch (SQLException e) {
      throw new StoreException("cannot read: " + e.getMessage(), e);
    }
  }

  /// Where keys are kept in runs, these are short, so that some are folded in a short life.
  @Override
  public EventKeys keys() {
    EventKeys keys = real.keys();
    return keys instanceof KeyRuns ? new KeyRuns(5, 3, 4) : keys;
  }

  @Override
  public Fingerprints fingerprints() {
    return real.fingerprints();
  }

  @Override
  public FetchSql fetchSql() {
    return real.fetchSql();
  }

  @Override
  public String newestOfTenant() {
    return real.newestOfTenant();
  }

  @Override
  public void unhurried(Connection db, Scan scan) throws SQLException {
    real.unhurried(db, scan);
  }

  @Override
  public Instant leaseTime(Connection db, Instant own) {
    return real.leaseTime(db, own);
  }

  @Override
  public boolean shared() {
    return real.shared();
  }

  @Override
  public boolean partitioned() {
    return real.partitioned();
  }

  @Override
  public Failure classify(SQLException failure) {
    return failure instanceof Broken broken ? broken.kind : real.classify(failure);
  }

  @Override
  public Optional<String> crowded() {
    return Optional.empty();
  }

  @Override
  public void close() {
    real.close();
  }
}
