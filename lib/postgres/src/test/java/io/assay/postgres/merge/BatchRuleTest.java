package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.postgres.Alert;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleOutcome;
import io.assay.postgres.RuleSample;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must hold for a batch as a whole, and what its rules cost. */
class BatchRuleTest {
  private static final String ITEM =
      """
      item {
        fields { id { from = id, type = text }, place { from = place, type = integer } }
        rules {
          odd { check = "id <> 'odd'", severity = warn }
          one-place { unique = [place] }
        }
        tables { item { key = [id], columns { id = id, place = place } } }
      }
      """;

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void aBatchWithTooFewRecordsIsToldAndCommitted() {
    open("batch-rules { enough { records { min = 2, max = 3 } } }");

    CommittedBatch one = run.batch().record("item", at(1), "id", "x").commit();
    CommittedBatch two =
        run.batch().record("item", at(2), "id", "y").record("item", at(3), "id", "z").commit();

    assertThat(one.alerts())
        .extracting(Alert::name, Alert::action, Alert::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "enough", Alert.Action.ALERT, "1 records, fewer than 2"));
    assertThat(two.alerts()).isEmpty();
    assertThat(server.rows("select source, name, records from assay.alert"))
        .containsExactly(List.of("batch-rule", "enough", "1"));
  }

  @Test
  void aRuleOfSeverityFailAppliesNothingOfTheBatch() {
    open("batch-rules { not-many { records { max = 1 }, severity = fail } }");

    assertThatThrownBy(
            () ->
                run.batch()
                    .record("item", at(1), "id", "x")
                    .record("item", at(2), "id", "y")
                    .commit())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "the batch rule not-many of the pipeline test does not hold: 2 records, more than 1")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.DATA);

    assertThat(server.column("select id from item")).isEmpty();
    assertThat(run.database().applied()).isEmpty();
    assertThat(server.column("select name from assay.alert")).isEmpty();
  }

  @Test
  void aShareIsOfTheRecordsReadAndOfATopicIfOneIsNamed() {
    open(
        """
        batch-rules {
          mostly-good { share { max-percent = 50 }, topic = b }
          rarely-odd { share { rule = odd, max-percent = 30, min-records = 4 } }
        }
        """);

    CommittedBatch batch =
        run.batch()
            .warned("item", at(1), List.of("odd"), "id", "x")
            .warned("item", at(2), List.of("odd"), "id", "y")
            .quarantined("item", at("b", 0, 1, 1), "decode")
            .record("item", at("c", 0, 1, 1), "id", "z")
            .commit();

    assertThat(batch.alerts())
        .extracting(Alert::message)
        .containsExactly(
            "1 of 1 records are quarantined, more than 50 % of the topic b",
            "2 of 4 records fail odd, more than 30 %");
    assertThat(run.batch().warned("item", at(5), List.of("odd"), "id", "v").commit().alerts())
        .isEmpty();
  }

  @Test
  void whatRulesFoundAndCostIsInTheLedger() {
    open("");
    TestBatch batch =
        run.batch()
            .warned("item", at(1), List.of("odd"), "id", "x", "place", 1)
            .record("item", at(2), "id", "y", "place", 1)
            .quarantined("item", at(3), "decode");
    TaskSummary staged = batch.stage();
    Map<RuleKey, RuleSample> timed =
        Map.of(new RuleKey("item", "odd"), new RuleSample(2, 6_000, 10));

    CommittedBatch committed =
        run.database()
            .commit(
                batch.batch(
                    new TaskSummary(staged.attempt(), staged.offsets(), staged.counts(), timed)));

    assertThat(committed.rules())
        .containsEntry(new RuleKey("item", "odd"), new RuleOutcome(1, OptionalLong.of(30)))
        .containsEntry(new RuleKey("item", "decode"), new RuleOutcome(1, OptionalLong.empty()))
        .hasEntrySatisfying(
            new RuleKey("item", "one-place"),
            outcome -> {
              assertThat(outcome.failed()).isEqualTo(1);
              assertThat(outcome.micros().orElseThrow()).isPositive();
            });
    assertThat(
            server.rows("select rule, failed, micros is null from assay.batch_rule order by rule"))
        .containsExactly(
            List.of("decode", "1", "t"), List.of("odd", "1", "f"), List.of("one-place", "1", "f"));
  }

  private void open(String parts) {
    run = new TestRun(server, TestRun.pipelineWith(parts, ITEM));
  }
}
