package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            when = "_topic = 'a'"
            fields {
              id { from = id, type = text }
              colour { from = colour, type = text }
              revision { from = revision, type = integer }
            }
            sequence = revision
            delete { when = "_tombstone", key { id = "_key" } }
            root = item
            tables { item { key = [id], columns { id = id, colour = colour } } }
          }
          part {
            when = "_topic = 'b'"
            fields { id { from = id, type = text }, item { from = item, type = text } }
            delete { when = "_tombstone", key { id = "_key" } }
            root = part
            tables {
              part {
                key = [id], columns { id = id, item = item }
                references { item { columns = [item] } }
              }
            }
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
  void updateDeleteUpdateInOneBatchEndsUpdated() {
    CommittedBatch batch =
        run.batch()
            .record("item", at(1), "id", "x", "colour", "red")
            .delete("item", at(2), "id", "x")
            .record("item", at(3), "id", "x", "colour", "blue")
            .commit();

    assertThat(items()).containsExactly("x blue 3");
    assertThat(memory()).isEmpty();
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 1, 0, 0, 2, 0, 0));
  }

  @Test
  void updateThenDeleteInOneBatchEndsDeletedAndIsRemembered() {
    CommittedBatch batch =
        run.batch()
            .record("item", at(1), "id", "x", "colour", "red")
            .delete("item", at(2), "id", "x")
            .commit();

    assertThat(items()).isEmpty();
    assertThat(memory()).containsExactly("item {x} a 0 2");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 0, 0, 1, 0, 0));
  }

  @Test
  void aDeletionRemovesAStoredRow() {
    run.batch().record("item", at(1), "id", "x", "colour", "red", "revision", 5).commit();

    CommittedBatch batch = run.batch().delete("item", at(2), "id", "x").commit();

    assertThat(items()).isEmpty();
    assertThat(batch.tables().get("item")).isEqualTo(new TableOutcome(0, 0, 1));
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void aVersionBetweenAStoredRowAndItsDeletionInOneBatchDoesNotStay() {
    run.batch().record("item", at(1), "id", "x", "colour", "red").commit();

    CommittedBatch batch =
        run.batch()
            .record("item", at(2), "id", "x", "colour", "blue")
            .delete("item", at(3), "id", "x")
            .commit();

    assertThat(items()).isEmpty();
    assertThat(memory()).containsExactly("item {x} a 0 3");
    assertThat(batch.topics().get("a").raw()).isEqualTo(2);
  }

  @Test
  void aParentThatComesOlderThanItsDeletionIsNoParent() {
    run.batch().record("item", at(1), "id", "x", "colour", "red").commit();
    run.batch().delete("item", at(9), "id", "x").commit();

    CommittedBatch batch =
        run.batch()
            .record("item", at(5), "id", "x", "colour", "late")
            .record("part", at("b", 0, 1, 1), "id", "p", "item", "x")
            .commit();

    assertThat(items()).isEmpty();
    assertThat(batch.topics().get("b")).isEqualTo(new TopicOutcome(1, 0, 1, 0, 0, 0, 0));
    assertThat(server.column("select rule from assay.finding")).containsExactly("orphan-item");
  }

  @Test
  void aDeletionOlderThanTheStoredRowIsSuperseded() {
    run.batch().record("item", at(5), "id", "x", "colour", "red").commit();

    CommittedBatch batch = run.batch().delete("item", at(4), "id", "x").commit();

    assertThat(items()).containsExactly("x red 5");
    assertThat(memory()).isEmpty();
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void deletionsOfOtherAttemptsDeleteNothing() {
    run.batch().record("item", at(1), "id", "x", "colour", "red").commit();
    run.batch().delete("item", at(2), "id", "x").stage();

    run.batch().delete("item", at(3), "id", "y").commit();

    assertThat(items()).containsExactly("x red 1");
    assertThat(memory()).containsExactly("item {y} a 0 3");
  }

  @Test
  void anOlderVersionAfterADeletionIsSuperseded() {
    run.batch().delete("item", at(5), "id", "x").commit();

    CommittedBatch batch =
        run.batch().record("item", at(4), "id", "x", "colour", "red", "revision", 9).commit();

    assertThat(items()).isEmpty();
    assertThat(memory()).containsExactly("item {x} a 0 5");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aNewerVersionAfterADeletionBringsTheRowBackAndTheDeletionIsForgotten() {
    run.batch().delete("item", at(5), "id", "x").delete("item", at(6), "id", "y").commit();

    CommittedBatch batch = run.batch().record("item", at(7), "id", "x", "colour", "red").commit();

    assertThat(items()).containsExactly("x red 7");
    assertThat(memory()).containsExactly("item {y} a 0 6");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void ofSeveralDeletionsTheNewestIsRemembered() {
    run.batch().delete("item", at(5), "id", "x").delete("item", at(7), "id", "x").commit();
    CommittedBatch older = run.batch().delete("item", at(6), "id", "x").commit();

    assertThat(memory()).containsExactly("item {x} a 0 7");
    assertThat(older.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void aRowThatIsMadeAgainAfterItsDeletionMayBeginItsSequenceAgain() {
    run.batch().record("item", at(1), "id", "x", "colour", "red", "revision", 9).commit();

    CommittedBatch batch =
        run.batch()
            .delete("item", at(2), "id", "x")
            .record("item", at(3), "id", "x", "colour", "blue", "revision", 1)
            .commit();

    assertThat(items()).containsExactly("x blue 3");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 0, 0, 1, 0, 0));
    assertThat(batch.tables().get("item")).isEqualTo(new TableOutcome(0, 1, 0));
  }

  @Test
  void aStoredRowStaysWhenADeletionAndAVersionFromBeforeItComeLateTogether() {
    run.batch().record("item", at(9), "id", "x", "colour", "new", "revision", 1).commit();

    CommittedBatch late =
        run.batch()
            .delete("item", at(4), "id", "x")
            .record("item", at(5), "id", "x", "colour", "old", "revision", 1)
            .commit();

    assertThat(items()).containsExactly("x new 9");
    assertThat(memory()).isEmpty();
    assertThat(late.topics().get("a")).isEqualTo(new TopicOutcome(2, 0, 0, 0, 2, 0, 0));
  }

  @Test
  void theSequenceBeginsAgainWithinABatchToo() {
    run.batch()
        .record("item", at(1), "id", "x", "colour", "red", "revision", 9)
        .delete("item", at(2), "id", "x")
        .record("item", at(3), "id", "x", "colour", "blue", "revision", 1)
        .commit();

    assertThat(items()).containsExactly("x blue 3");
  }

  @Test
  void aRowThatOthersReferToStaysAndItsDeletionIsQuarantined() {
    run.batch()
        .record("item", at(1), "id", "x", "colour", "red")
        .record("part", at("b", 0, 1, 1), "id", "p", "item", "x")
        .commit();

    CommittedBatch batch =
        run.batch().delete("item", at(2), "id", "x").delete("item", at(3), "id", "y").commit();

    assertThat(items()).containsExactly("x red 1");
    assertThat(memory()).containsExactly("item {y} a 0 3");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(
            server.rows(
                "select q.kind, q.record_offset, q.state, f.rule, f.severity, f.field, f.value, f.pipeline_version"
                    + " from assay.quarantine q join assay.finding f using (batch_id, topic, partition, record_offset)"))
        .containsExactly(
            List.of(
                "item", "2", "open", "referenced-by-part", "reject", "id", "x", TestRun.VERSION));
  }

  @Test
  void aParentAndItsChildrenMayGoInOneBatch() {
    run.batch()
        .record("item", at(1), "id", "x", "colour", "red")
        .record("part", at("b", 0, 1, 1), "id", "p", "item", "x")
        .commit();

    CommittedBatch batch =
        run.batch()
            .delete("item", at(2), "id", "x")
            .delete("part", at("b", 0, 2, 2), "id", "p")
            .commit();

    assertThat(items()).isEmpty();
    assertThat(batch.topics().get("a").applied()).isEqualTo(1);
    assertThat(batch.topics().get("b").applied()).isEqualTo(1);
  }

  @Test
  void aVersionOlderThanARefusedDeletionOfItsBatchIsApplied() {
    run.batch()
        .record("item", at(1), "id", "x", "colour", "red")
        .record("part", at("b", 0, 1, 1), "id", "p", "item", "x")
        .commit();

    CommittedBatch batch =
        run.batch()
            .record("item", at(2), "id", "x", "colour", "blue")
            .delete("item", at(3), "id", "x")
            .commit();

    assertThat(items()).containsExactly("x blue 2");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
  }

  private List<String> items() {
    return server.column("select concat_ws(' ', id, colour, assay_offset) from item order by id");
  }

  private List<String> memory() {
    return server.column(
        "select concat_ws(' ', table_name, key, topic, partition, record_offset) from assay.deleted order by key");
  }
}
