package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.postgres.Alert;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.quarantine.Alerts;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Too many records that fail within a time. */
class BreakerTest {
  private static final String ITEM =
      """
      item {
        fields { id { from = id, type = text } }
        rules { odd { check = "id <> 'odd'", severity = warn } }
        tables { item { key = [id], columns { id = id } } }
      }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;
  private long offset;

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void aShareAboveTheBoundTripsAndTheBatchIsCommitted() {
    open(
        "breaker { rejected { percent = 20, window = 10 minutes, min-records = 10, action = fail } }");
    assertThat(batch(8, 2).alerts()).isEmpty();

    CommittedBatch tripping = batch(7, 3);

    assertThat(tripping.alerts())
        .containsExactly(
            new Alert(
                Alert.Source.BREAKER,
                "rejected",
                Alert.Action.FAIL,
                5,
                20,
                "5 of 20 records within 10 minutes are quarantined: above 20 %",
                Optional.empty()));
    assertThat(server.value("select count(*) from item")).isEqualTo("15");
    assertThat(server.value("select count(*) from assay.quarantine")).isEqualTo("5");
    assertThat(
            server.rows("select source, name, action, failed, records, batch_id from assay.alert"))
        .containsExactly(
            List.of("breaker", "rejected", "fail", "5", "20", "" + tripping.batchId()));
  }

  @Test
  void fewRecordsDoNotTripAShare() {
    open("breaker { rejected { percent = 20, window = 10 minutes, min-records = 10 } }");

    assertThat(batch(0, 9).alerts()).isEmpty();
    assertThat(batch(1, 0).alerts()).isEmpty();
    assertThat(batch(0, 1).alerts()).hasSize(1);
  }

  @Test
  void countAndShareMustBothBeReached() {
    open("breaker { rejected { percent = 20, count = 5, window = 10 minutes, min-records = 1 } }");

    assertThat(batch(0, 4).alerts()).isEmpty();
    assertThat(batch(96, 1).alerts()).isEmpty();
    assertThat(batch(0, 25).alerts()).hasSize(1);
  }

  @Test
  void onlyBatchesOfTheWindowCount() {
    open("breaker { rejected { count = 3, window = 10 minutes } }");
    batch(0, 2);
    server.execute("update assay.batch set committed_at = committed_at - interval '11 minutes'");

    assertThat(batch(0, 2).alerts()).isEmpty();
    assertThat(batch(0, 1).alerts()).hasSize(1);
  }

  @Test
  void aBreakerThatHasTrippedCountsAnewAndOutlivesTheRun() {
    open("breaker { rejected { count = 3, window = 10 minutes, action = alert } }");
    batch(0, 2);
    run.close();
    open("breaker { rejected { count = 3, window = 10 minutes, action = alert } }");

    assertThat(batch(0, 1).alerts()).hasSize(1);
    assertThat(batch(0, 2).alerts()).isEmpty();
    assertThat(batch(0, 1).alerts()).hasSize(1);
  }

  @Test
  void aBreakerOfOneRuleCountsItsFailuresEvenIfTheyOnlyWarn() {
    open("breaker { many-odd { rule = odd, count = 2, window = 1 hour, action = alert } }");
    run.batch()
        .quarantined("item", at(1), "decode")
        .warned("item", at(2), List.of("odd"), "id", "x")
        .commit();

    CommittedBatch tripping = run.batch().warned("item", at(3), List.of("odd"), "id", "y").commit();

    assertThat(tripping.alerts())
        .extracting(Alert::message)
        .containsExactly("2 of 3 records within 60 minutes fail odd: 2 or more");
  }

  @Test
  void whatIsRefinedAgainTripsNothing() throws SQLException {
    open("breaker { rejected { count = 2, window = 1 hour, action = alert } }");
    run.batch().quarantined("item", at(1), "decode").commit();
    try (Connection connection = server.connect()) {
      new Quarantine(connection, "test").requeue(Selection.ALL, "me", Optional.empty());
    }

    CommittedBatch again = run.requeued().quarantined("item", at(1), "decode").commit();

    assertThat(again.alerts()).isEmpty();
    assertThat(run.batch().quarantined("item", at(2), "decode").commit().alerts()).hasSize(1);
  }

  @Test
  void aBreakerThatFailsKeepsThePipelineFromStartingUntilItIsReset() throws SQLException {
    open("breaker { rejected { count = 1, window = 1 hour, action = fail } }");
    batch(0, 1);

    assertThatThrownBy(() -> run.database().requireNoneTripped())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("The pipeline test was stopped by a breaker: rejected, with batch 1")
        .hasMessageContaining("submit/assay breaker reset test")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.USER);
    try (Connection connection = server.connect()) {
      Alerts alerts = new Alerts(connection, "test");
      assertThat(alerts.list(10)).singleElement().returns(true, alert -> alert.effective());
      assertThat(alerts.reset(Optional.of("other"), "me")).isEmpty();
      assertThat(alerts.reset(Optional.empty(), "me")).containsExactly("rejected");
      assertThat(alerts.list(10)).singleElement().returns(false, alert -> alert.effective());
    }
    assertThatCode(() -> run.database().requireNoneTripped()).doesNotThrowAnyException();
    assertThat(server.value("select reset_by from assay.alert")).isEqualTo("me");
  }

  @Test
  void aBreakerThatIsNotDeclaredAnyMoreKeepsNobody() {
    open("breaker { rejected { count = 1, window = 1 hour, action = fail } }");
    batch(0, 1);
    run.close();
    open("");

    assertThatCode(() -> run.database().requireNoneTripped()).doesNotThrowAnyException();
  }

  @Test
  void aPauseIsKnownToTheNextRunAndCanBeEnded() throws SQLException {
    open("breaker { rejected { count = 1, window = 1 hour, action = pause, pause = 30 minutes } }");
    Instant before = Instant.now();
    Alert alert = batch(0, 1).alerts().get(0);

    assertThat(alert.pausedUntil().orElseThrow())
        .isBetween(before.plusSeconds(1790), before.plusSeconds(1860));
    assertThat(run.database().pausedUntil()).isEqualTo(alert.pausedUntil());
    try (Connection connection = server.connect()) {
      assertThat(new Alerts(connection, "test").reset(Optional.empty(), "me"))
          .containsExactly("rejected");
    }
    assertThat(run.database().pausedUntil()).isEmpty();
  }

  @Test
  void theLineForTheLogHasAFixedForm() {
    open("breaker { rejected { count = 1, window = 90 seconds, action = alert } }");

    assertThat(batch(1, 1).alerts().get(0).logLine("test", 1))
        .isEqualTo(
            "ALERT pipeline=test batch=1 source=breaker name=rejected action=alert failed=1 records=2 message=\"1 of 2 records within 90.0 seconds are quarantined: 1 or more\"");
  }

  private void open(String parts) {
    run = new TestRun(server, TestRun.pipelineWith(parts, ITEM));
  }

  private CommittedBatch batch(int good, int bad) {
    TestBatch batch = run.batch();
    for (int i = 0; i < good; i++) {
      batch.record("item", at(offset), "id", "i" + offset++);
    }
    for (int i = 0; i < bad; i++) {
      batch.quarantined("item", at(offset++), "decode");
    }
    return batch.commit();
  }
}
