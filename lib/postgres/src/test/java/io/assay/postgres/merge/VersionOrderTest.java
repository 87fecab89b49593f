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

class VersionOrderTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            when = "_topic in ('a', 'b')"
            fields { id { from = id, type = text }, colour { from = colour, type = text } }
            root = item
            tables { item { key = [id], columns { id = id, colour = colour } } }
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
  void theGreaterOffsetOfAPartitionWinsWithinABatch() {
    CommittedBatch batch =
        run.batch()
            .record("item", at(3), "id", "x", "colour", "green")
            .record("item", at(1), "id", "x", "colour", "red")
            .record("item", at(2), "id", "y", "colour", "blue")
            .commit();

    assertThat(items()).containsExactly("x green 3", "y blue 2");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 2, 0, 0, 1, 0, 0));
    assertThat(batch.tables().get("item")).isEqualTo(new TableOutcome(2, 0, 0));
  }

  @Test
  void anOlderVersionThatComesInALaterBatchIsSuperseded() {
    run.batch().record("item", at(7), "id", "x", "colour", "new").commit();

    CommittedBatch late = run.batch().record("item", at(4), "id", "x", "colour", "old").commit();

    assertThat(items()).containsExactly("x new 7");
    assertThat(late.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));
    assertThat(late.tables().get("item")).isEqualTo(TableOutcome.NONE);
  }

  @Test
  void inOnePartitionTheOffsetDecidesWhateverTheClocksSay() {
    run.batch()
        .record("item", at("a", 0, 1, 50), "id", "x", "colour", "first")
        .record("item", at("a", 0, 2, 40), "id", "x", "colour", "second")
        .commit();
    assertThat(items()).containsExactly("x second 2");

    run.batch().record("item", at("a", 0, 3, 30), "id", "x", "colour", "third").commit();
    assertThat(items()).containsExactly("x third 3");
  }

  @Test
  void betweenPartitionsTheTimestampDecides() {
    run.batch()
        .record("item", at("a", 0, 900, 10), "id", "x", "colour", "early")
        .record("item", at("a", 1, 3, 20), "id", "x", "colour", "late")
        .commit();
    assertThat(items()).containsExactly("x late 3");

    run.batch().record("item", at("a", 0, 901, 15), "id", "x", "colour", "between").commit();
    assertThat(items()).containsExactly("x late 3");

    run.batch()
        .record("item", at("a", 0, 902, 40), "id", "x", "colour", "latest")
        .record("item", at("a", 1, 4, 30), "id", "x", "colour", "of a greater partition")
        .commit();
    assertThat(items()).containsExactly("x latest 902");
  }

  @Test
  void atTheSameTimestampTheGreaterTopicAndPartitionWin() {
    run.batch()
        .record("item", at("b", 0, 1, 10), "id", "x", "colour", "b")
        .record("item", at("a", 5, 9, 10), "id", "x", "colour", "a")
        .commit();
    assertThat(items()).containsExactly("x b 1");

    run.batch().record("item", at("b", 1, 0, 10), "id", "x", "colour", "b1").commit();
    assertThat(items()).containsExactly("x b1 0");
  }

  @Test
  void aNewerVersionOfAnotherBatchReplacesTheRowAndItsStamps() {
    run.batch().record("item", at(1), "id", "x", "colour", "red").commit();

    CommittedBatch second =
        run.batch().warned("item", at(2), List.of("faded"), "id", "x", "colour", "pink").commit();

    assertThat(second.tables().get("item")).isEqualTo(new TableOutcome(0, 1, 0));
    assertThat(
            server.rows(
                "select colour, assay_batch, assay_topic, assay_partition, assay_offset, assay_time, assay_warnings,"
                    + " assay_processed_at > now() - interval '1 minute' from item"))
        .containsExactly(
            List.of(
                "pink",
                Long.toString(second.batchId()),
                "a",
                "0",
                "2",
                "2023-11-14 22:13:22+00",
                "{faded}",
                "t"));
  }

  private List<String> items() {
    return server.column("select concat_ws(' ', id, colour, assay_offset) from item order by id");
  }
}
