package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.QuarantineChange;
import io.assay.postgres.quarantine.QuarantineEntry;
import io.assay.postgres.quarantine.QuarantineFinding;
import io.assay.postgres.quarantine.Selection;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.QuarantinedRecord;
import io.assay.postgres.report.TopicTotals;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records in quarantine that are refined again. */
class RequeueTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            when = "_topic = 'a'"
            fields { id { from = id, type = text }, shelf { from = shelf, type = text }, number { from = number, type = integer } }
            delete { when = "_tombstone", key { id = "_key" } }
            root = item
            tables {
              item {
                key = [id], columns { id = id, shelf = shelf, number = number }
                references { shelf { columns = [shelf], orphan { hold = 1 hour, then = reject } } }
              }
            }
          }
          shelf {
            when = "_topic = 'c'"
            fields { id { from = id, type = text } }
            root = shelf
            tables { shelf { key = [id], columns { id = id } } }
          }
          """);

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void open() {
    run = new TestRun(server, ITEMS);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void peerBug19ARequeuedRecordIsAppliedOnceAndResolved() throws SQLException {
    CommittedBatch first =
        run.batch().quarantined("item", at(1), "present").record("item", at(2), "id", "y").commit();
    assertThat(requeue(Selection.ALL)).isEqualTo(1);
    assertThat(run.database().requeued(10)).containsExactly(at(1));
    assertThat(totals()).isEqualTo(new TopicTotals("a", 2, 1, 1, 0, 0, 0));

    CommittedBatch again = run.requeued().record("item", at(1), "id", "x").commit();

    assertThat(again.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    assertThat(server.column("select id from item order by id")).containsExactly("x", "y");
    assertThat(server.rows("select state, outcome, batch_id, last_batch_id from assay.quarantine"))
        .containsExactly(
            List.of("resolved", "applied", "" + first.batchId(), "" + again.batchId()));
    assertThat(server.value("select offsets from assay.applied")).isEqualTo("{[1,3)}");
    assertThat(server.column("select source from assay.batch order by batch_id"))
        .containsExactly("lake", "requeued");
    assertThat(run.database().requeued(10)).isEmpty();
    assertThat(totals()).isEqualTo(new TopicTotals("a", 2, 2, 0, 0, 0, 0));
    assertThatThrownBy(() -> run.requeued().record("item", at(1), "id", "x").commit())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("of its 1 requeued records, 0 are still requeued")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.INTERNAL);
    assertThat(requeue(Selection.ALL)).isZero();
  }

  @Test
  void aRecordThatFailsAgainStaysOpenWithItsNewFindingsAndKeepsTheOld() throws SQLException {
    CommittedBatch first = run.batch().quarantined("item", at(1), "present").commit();
    requeue(Selection.ALL);

    CommittedBatch again = run.requeued().quarantined("item", at(1), "range").commit();

    assertThat(again.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 1, 0, 0, 0, 0));
    assertThat(totals()).isEqualTo(new TopicTotals("a", 1, 0, 1, 0, 0, 0));
    QuarantineEntry entry = find(at(1)).orElseThrow();
    assertThat(entry.state()).isEqualTo("open");
    assertThat(entry.firstBatch()).isEqualTo(first.batchId());
    assertThat(entry.findings())
        .extracting(QuarantineFinding::batch, QuarantineFinding::rule)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(first.batchId(), "present"),
            org.assertj.core.groups.Tuple.tuple(again.batchId(), "range"));
    assertThat(entry.changes())
        .extracting(QuarantineChange::state, QuarantineChange::actor, QuarantineChange::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "requeued", Optional.of("me"), Optional.of("rule was wrong")),
            org.assertj.core.groups.Tuple.tuple(
                "open", Optional.empty(), Optional.of("refused again")));
    assertThat(list(Selection.ALL))
        .flatExtracting(QuarantinedRecord::findings)
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("range");
    assertThat(requeue(rule("present"))).isZero();
    assertThat(requeue(rule("range"))).isEqualTo(1);
  }

  @Test
  void whatBecomesOfARequeuedRecordIsNamed() throws SQLException {
    run.batch()
        .quarantined("item", at(1), "present")
        .quarantined("item", at(2), "present")
        .quarantined("item", at(3), "present")
        .quarantined("item", at(4), "present")
        .quarantined("item", at(5), "present")
        .record("item", at(9), "id", "x")
        .commit();
    requeue(Selection.ALL);

    CommittedBatch again =
        run.requeued()
            .record("item", at(1), "id", "x")
            .record("item", at(2), "id", "y", "shelf", "later")
            .filtered(at(3))
            .delete("item", at(4), "id", "z")
            .record("item", at(5), "id", "v")
            .commit();

    assertThat(again.topics().get("a")).isEqualTo(new TopicOutcome(5, 2, 0, 1, 1, 1, 0));
    assertThat(server.rows("select record_offset, outcome from assay.quarantine order by 1"))
        .containsExactly(
            List.of("1", "superseded"),
            List.of("2", "held"),
            List.of("3", "filtered"),
            List.of("4", "applied"),
            List.of("5", "applied"));
    assertThat(totals()).isEqualTo(new TopicTotals("a", 6, 3, 0, 1, 1, 1));
  }

  @Test
  void aRecordThatWaitedAfterItWasRequeuedMayBeQuarantinedAgain() throws SQLException {
    run.batch().quarantined("item", at(1), "present").commit();
    requeue(Selection.ALL);
    run.requeued().record("item", at(1), "id", "x", "shelf", "never").commit();
    assertThat(totals()).isEqualTo(new TopicTotals("a", 1, 0, 0, 0, 0, 1));
    server.execute(
        "update assay.held set held_at = held_at - interval '2 days', deadline = deadline - interval '2 days'");

    CommittedBatch released = run.releasing(run.database().dueHeld(10)).commit();

    assertThat(released.topics().get("a").quarantined()).isEqualTo(1);
    assertThat(totals()).isEqualTo(new TopicTotals("a", 1, 0, 1, 0, 0, 0));
    assertThat(server.rows("select state, outcome from assay.quarantine"))
        .containsExactly(java.util.Arrays.asList("open", null));
    assertThat(run.database().refused(released.batchId())).containsExactly(at(1));
  }

  @Test
  void silverFindsARequeuedRecordInTheBatchThatAppliedIt() throws SQLException {
    CommittedBatch first =
        run.batch().quarantined("item", at(1), "present").quarantined("item", at(2), "x").commit();
    requeue(Selection.ALL);

    CommittedBatch again =
        run.requeued().record("item", at(1), "id", "x").quarantined("item", at(2), "x").commit();

    assertThat(run.database().refused(first.batchId())).containsExactlyInAnyOrder(at(1), at(2));
    assertThat(run.database().refused(again.batchId())).containsExactly(at(2));
  }

  @Test
  void aRecordOfWhichPostgresHasTheLastWordIsRefusedAgain() throws SQLException {
    server.execute("alter table item add constraint positive check (number > 0)");
    run.batch()
        .quarantined("item", at(1), "present")
        .quarantined("item", at(2), "present")
        .commit();
    requeue(Selection.ALL);

    CommittedBatch again =
        run.requeued()
            .record("item", at(1), "id", "x", "number", -1)
            .record("item", at(2), "id", "y", "number", 1)
            .commit();

    assertThat(again.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(list(Selection.ALL))
        .flatExtracting(QuarantinedRecord::findings)
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains("database")
        .contains("positive");
  }

  @Test
  void countsOfARequeuedBatchThatDoNotAddUpRollItBack() throws SQLException {
    run.batch().quarantined("item", at(1), "present").commit();
    requeue(Selection.ALL);

    assertThatThrownBy(
            () ->
                run.requeued()
                    .record("item", at(1), "id", "x")
                    .claim("a", new TopicCounts(1, 0, 0, 0))
                    .commit())
        .hasMessageContaining("do not add up");

    assertThat(server.value("select state from assay.quarantine")).isEqualTo("requeued");
    assertThat(server.column("select id from item")).isEmpty();
  }

  @Test
  void recordsWhoseBytesAreGoneAreLeftOpenWithTheReason() throws SQLException {
    run.batch()
        .quarantined("item", at(1), "present")
        .quarantined("item", at(2), "present")
        .commit();
    requeue(Selection.ALL);

    run.database().reopen(List.of(at(2)), "its bytes are gone");

    assertThat(run.database().requeued(10)).containsExactly(at(1));
    assertThat(find(at(2)).orElseThrow().state()).isEqualTo("open");
    assertThat(find(at(2)).orElseThrow().changes())
        .extracting(QuarantineChange::reason)
        .contains(Optional.of("its bytes are gone"));
  }

  @Test
  void recordsAreChosenByRuleTimeAndCoordinates() throws SQLException {
    run.batch()
        .quarantined("item", at(1), "present")
        .quarantined("item", at("a", 1, 1, 1), "range")
        .quarantined("item", at("b", 0, 1, 1), "range")
        .commit();
    Instant later = Instant.now().plusSeconds(60);

    assertThat(coordinates(rule("present"))).containsExactly("a-0@1");
    assertThat(coordinates(Selection.ALL.among(List.of(at("b", 0, 1, 1), at("b", 0, 7, 1)))))
        .containsExactly("b-0@1");
    assertThat(
            coordinates(
                new Selection(
                    Optional.of("range"),
                    Optional.empty(),
                    Optional.of(later),
                    Optional.of(List.of(at("a", 1, 1, 1))))))
        .containsExactly("a-1@1");
    assertThat(
            coordinates(
                new Selection(
                    Optional.empty(), Optional.of(later), Optional.empty(), Optional.empty())))
        .isEmpty();
    assertThat(coordinates(Selection.ALL.among(List.of()))).isEmpty();
    assertThat(requeue(rule("range"))).isEqualTo(2);
    assertThat(list(Selection.ALL)).hasSize(3);
    assertThat(find(at(7))).isEmpty();
  }

  private TopicTotals totals() throws SQLException {
    try (Connection connection = server.connect()) {
      TopicTotals totals = new LedgerReport(connection, "test").topics().get(0);
      assertThat(totals.balanced()).isTrue();
      return totals;
    }
  }

  private long requeue(Selection selection) throws SQLException {
    try (Connection connection = server.connect()) {
      return new Quarantine(connection, "test")
          .requeue(selection, "me", Optional.of("rule was wrong"));
    }
  }

  private List<QuarantinedRecord> list(Selection selection) throws SQLException {
    try (Connection connection = server.connect()) {
      return new Quarantine(connection, "test").list(selection, 50);
    }
  }

  private List<String> coordinates(Selection selection) throws SQLException {
    try (Connection connection = server.connect()) {
      return new Quarantine(connection, "test")
          .coordinates(selection).stream().map(Coordinates::toString).sorted().toList();
    }
  }

  private Optional<QuarantineEntry> find(Coordinates record) throws SQLException {
    try (Connection connection = server.connect()) {
      return new Quarantine(connection, "test").find(record);
    }
  }

  private static Selection rule(String rule) {
    return new Selection(Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
