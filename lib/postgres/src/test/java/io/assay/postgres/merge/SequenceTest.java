package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SequenceTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            when = "true"
            fields {
              id { from = id, type = text }
              maker { from = maker, type = text }
              revision { from = revision, type = integer }
            }
            sequence = revision
            root = item
            tables {
              maker { key = [name], keep = first, columns { name = maker } }
              item { key = [id], columns { id = id, maker = maker }, references { maker { columns = [maker] } } }
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
  void theGreaterSequenceWinsWhateverTheOffsets() {
    run.batch()
        .record("item", at(1), "id", "x", "maker", "m3", "revision", 3)
        .record("item", at(2), "id", "x", "maker", "m2", "revision", 2)
        .commit();
    assertThat(items()).containsExactly("x m3 3");

    CommittedBatch older =
        run.batch().record("item", at(9), "id", "x", "maker", "m1", "revision", 1).commit();
    assertThat(items()).containsExactly("x m3 3");
    assertThat(older.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));

    run.batch().record("item", at(0), "id", "x", "maker", "m4", "revision", 4).commit();
    assertThat(items()).containsExactly("x m4 4");
  }

  @Test
  void betweenPartitionsOfABatchTheGreaterSequenceWinsWhateverTheClocksSay() {
    run.batch()
        .record("item", at("a", 0, 1, 10), "id", "x", "maker", "m3", "revision", 3)
        .record("item", at("a", 1, 1, 99), "id", "x", "maker", "m2", "revision", 2)
        .record("item", at("a", 2, 1, 50), "id", "x", "maker", "none")
        .commit();

    assertThat(items()).containsExactly("x m3 3");
  }

  @Test
  void noSequenceIsOlderThanAny() {
    run.batch()
        .record("item", at(1), "id", "x", "maker", "m1", "revision", -5)
        .record("item", at(2), "id", "x", "maker", "none")
        .commit();
    assertThat(items()).containsExactly("x m1 -5");

    run.batch().record("item", at(3), "id", "x", "maker", "none").commit();
    assertThat(items()).containsExactly("x m1 -5");
  }

  @Test
  void betweenEqualSequencesKafkaOrderDecides() {
    run.batch()
        .record("item", at(2), "id", "x", "maker", "m2", "revision", 1)
        .record("item", at(1), "id", "x", "maker", "m1", "revision", 1)
        .commit();
    assertThat(items()).containsExactly("x m2 1");

    run.batch().record("item", at(3), "id", "x", "maker", "m3", "revision", 1).commit();
    assertThat(items()).containsExactly("x m3 1");
  }

  @Test
  void aDimensionThatKeepsTheFirstVersionTakesTheSmallestWheneverItComes() {
    run.batch()
        .record("item", at(5), "id", "x", "maker", "m", "revision", 5)
        .record("item", at(6), "id", "y", "maker", "m", "revision", 4)
        .commit();
    assertThat(makers()).containsExactly("m 4 6");

    run.batch().record("item", at(7), "id", "z", "maker", "m", "revision", 9).commit();
    assertThat(makers()).containsExactly("m 4 6");

    run.batch().record("item", at(8), "id", "z", "maker", "m", "revision", 2).commit();
    assertThat(makers()).containsExactly("m 2 8");

    run.batch().record("item", at(1), "id", "w", "maker", "m").commit();
    assertThat(makers()).containsExactly("m 1");
  }

  @Test
  void recordsThatLoseStillGiveTheirDimensionRows() {
    CommittedBatch batch =
        run.batch()
            .record("item", at(1), "id", "x", "maker", "winner", "revision", 2)
            .record("item", at(2), "id", "x", "maker", "loser", "revision", 1)
            .commit();

    assertThat(makers()).containsExactly("loser 1 2", "winner 2 1");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 0, 0, 1, 0, 0));
  }

  private List<String> items() {
    return server.column("select concat_ws(' ', id, maker, assay_sequence) from item order by id");
  }

  private List<String> makers() {
    return server.column(
        "select concat_ws(' ', name, assay_sequence, assay_offset) from maker order by name");
  }
}
