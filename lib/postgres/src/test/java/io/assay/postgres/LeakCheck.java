package io.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Fails a test that leaves sessions, staging tables or locks in its database. */
final class LeakCheck {
  /** A session that was closed is gone when the server has noticed. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final String SESSIONS =
      "select pid || ' ' || application_name || ': ' || query from pg_stat_activity"
          + " where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";

  private static final String LOCKS =
      "select locktype || ' ' || mode || ' of ' || pid from pg_locks"
          + " where database = (select oid from pg_database where datname = current_database())"
          + " and (pid is null or pid in (select pid from pg_stat_activity where backend_type = 'client backend'))"
          + " and pid is distinct from pg_backend_pid()";

  private static final String STAGING =
      "select relname::text from pg_class where relkind = 'r' and relnamespace = to_regnamespace('assay_staging')";

  private final TestDatabase database;

  private final Duration grace;

  LeakCheck(TestDatabase database, Duration grace) {
    this.database = database;
    this.grace = grace;
  }

  void run() {
    assertThat(left(SESSIONS)).as("sessions left open by the test").isEmpty();
    checkLocks();
    assertThat(left(STAGING)).as("staging tables left by the test").isEmpty();
  }

  void checkLocks() {
    assertThat(left(LOCKS)).as("locks left by the test").isEmpty();
  }

  private List<String> left(String query) {
    Instant end = Instant.now().plus(grace);
    List<String> left = database.column(query);
    while (!left.isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      left = database.column(query);
    }
    return left;
  }
}
