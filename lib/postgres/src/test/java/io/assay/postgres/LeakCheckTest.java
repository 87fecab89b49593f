package io.assay.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeakCheckTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void findsASessionThatWasLeftOpen() throws Exception {
    try (Connection left = database.connect()) {
      assertThatThrownBy(this::check)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("sessions left open by the test");
      left.clearWarnings();
    }
  }

  @Test
  void findsAStagingTableThatWasLeft() {
    database.execute(
        "create schema assay_staging", "create unlogged table assay_staging.r01234567_0 (id int)");

    assertThatThrownBy(this::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("staging tables left by the test")
        .hasMessageContaining("r01234567_0");
    database.execute("drop table assay_staging.r01234567_0");
  }

  @Test
  void findsALockThatWasLeft() throws Exception {
    try (Connection left = database.connect();
        Statement statement = left.createStatement()) {
      statement.execute("select pg_advisory_lock(1)");

      assertThatThrownBy(() -> new LeakCheck(database, Duration.ZERO).checkLocks())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("advisory ExclusiveLock");
    }
  }

  private void check() {
    new LeakCheck(database, Duration.ofMillis(50)).run();
  }
}
