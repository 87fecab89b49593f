package io.assay.postgres.report;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.merge.TestRun;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerReportTest {
  private static final Pipeline PLANT =
      TestRun.pipeline(
          """
          item {
            when = "_topic = 'a'"
            fields { id { from = id, type = text } }
            root = item
            tables { item { key = [id], columns { id = id } } }
          }
          part {
            when = "_topic = 'b'"
            fields { id { from = id, type = text }, item { from = item, type = text } }
            root = part
            tables {
              part {
                key = [id], columns { id = id, item = item }
                references { item { columns = [item], orphan { hold = 1 hour, then = stub } } }
              }
            }
          }
          """);

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;
  private Connection connection;
  private LedgerReport report;

  @BeforeEach
  void open() throws Exception {
    run = new TestRun(server, PLANT);
    connection = server.connect();
    report = new LedgerReport(connection, "test");
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    run.close();
  }

  @Test
  void aRecordThatWaitedIsCountedOnce() throws Exception {
    run.batch().record("part", at("b", 0, 1, 1), "id", "p", "item", "x").commit();
    assertThat(report.topics()).containsExactly(new TopicTotals("b", 1, 0, 0, 0, 0, 1));

    run.batch().record("item", at(1), "id", "x").filtered(at(2)).commit();
    run.releasing(run.database().dueHeld(10)).commit();

    assertThat(report.topics())
        .containsExactly(
            new TopicTotals("a", 2, 1, 0, 1, 0, 0), new TopicTotals("b", 1, 1, 0, 0, 0, 0))
        .allMatch(TopicTotals::balanced);
  }

  @Test
  void aRecordWithoutAFateIsNotBalanced() {
    assertThat(new TopicTotals("a", 6, 1, 1, 1, 1, 1).balanced()).isFalse();
  }

  @Test
  void theLatestRowLeadsToItsRecordItsBatchAndItsRun() throws Exception {
    run.batch().record("item", at(1), "id", "x").commit();
    CommittedBatch batch = run.batch().record("item", at("a", 3, 8, 2), "id", "y").commit();

    RowOrigin origin = report.latestRow("public", "item", List.of()).orElseThrow();

    assertThat(origin.row()).isEqualTo("{\"id\": \"y\"}");
    assertThat(origin.record()).isEqualTo(at("a", 3, 8, 2));
    assertThat(origin.batch()).isEqualTo(batch.batchId());
    assertThat(origin.run()).isEqualTo(run.runId().toString());
    assertThat(origin.pipelineVersion()).isEqualTo(TestRun.VERSION);
    assertThat(origin.suiteVersion()).isEqualTo("1.0");
  }

  @Test
  void aRowOfAnEarlierRunLeadsToThatRun() throws Exception {
    TestRun earlier = run;
    earlier.batch().record("item", at(1), "id", "x").commit();
    earlier.close();
    run = new TestRun(server, PLANT);
    run.batch().record("part", at("b", 0, 1, 1), "id", "p", "item", "x").commit();

    assertThat(report.latestRow("public", "item", List.of()).orElseThrow().run())
        .isEqualTo(earlier.runId().toString());
    assertThat(report.latestRow("public", "part", List.of()).orElseThrow().run())
        .isEqualTo(run.runId().toString());
  }

  @Test
  void aStubLeadsNowhere() throws Exception {
    run.batch().record("part", at("b", 0, 1, 1), "id", "p", "item", "x").commit();
    server.execute(
        "update assay.held set held_at = held_at - interval '1 day', deadline = held_at");
    run.releasing(run.database().dueHeld(10)).commit();

    assertThat(server.column("select assay_stub from item")).containsExactly("t");
    assertThat(report.latestRow("public", "item", List.of())).isEmpty();
  }

  @Test
  void findingsAreThoseOfTheRecordAlone() throws Exception {
    run.batch()
        .quarantined("item", at(1), "mine")
        .quarantined("item", at("a", 1, 1, 1), "of-another-partition")
        .quarantined("item", at(2), "of-another-offset")
        .quarantined("part", at("b", 0, 1, 1), "of-another-topic")
        .commit();

    assertThat(report.findings(at(1))).containsExactly("reject  mine: fails mine");
    assertThat(new Quarantine(connection, "test").list(rule("mine"), 10))
        .extracting(QuarantinedRecord::topic, QuarantinedRecord::offset)
        .containsExactly(tuple("a", 1L));
    assertThat(report.quarantined()).isEqualTo(4);
  }

  @Test
  void aFindingWithoutAMessageIsShownWithoutOne() throws Exception {
    run.batch().quarantined("item", at(1), "mine").commit();
    server.execute("update assay.finding set message = null");

    assertThat(report.findings(at(1))).containsExactly("reject  mine");
    assertThat(report.rules()).extracting(rule -> rule.example().message()).containsExactly("");
  }

  @Test
  void columnsThatAreConcealedAreLeftOutOfTheLatestRow() throws Exception {
    run.batch().record("item", at(1), "id", "x").commit();

    assertThat(report.latestRow("public", "item", List.of("id")).orElseThrow().row())
        .isEqualTo("{}");
  }

  private static Selection rule(String rule) {
    return new Selection(Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
