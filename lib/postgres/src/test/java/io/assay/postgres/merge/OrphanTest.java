package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrphanTest {
  /**
   * Parts need their item; orders make a stub of it; tools may be made of tools of the same batch.
   */
  private static final Pipeline PLANT =
      TestRun.pipeline(
          """
          part {
            when = "_topic = 'b'"
            fields {
              id { from = id, type = text }, item { from = item, type = text }, maker { from = maker, type = text }
            }
            root = part
            tables {
              maker { key = [name], columns { name = maker } }
              part {
                key = [id], columns { id = id, item = item, maker = maker }
                references { item { columns = [item] }, maker { columns = [maker] } }
              }
            }
          }
          order {
            when = "_topic = 'c'"
            fields { id { from = id, type = text }, item { from = item, type = text } }
            root = sale
            tables {
              sale { key = [id], columns { id = id, item = item }, references { item { columns = [item], orphan = stub } } }
            }
          }
          item {
            when = "_topic = 'a'"
            fields { id { from = id, type = text }, colour { from = colour, type = text } }
            root = item
            tables { item { key = [id], columns { id = id, colour = colour } } }
          }
          tool {
            when = "false"
            fields {
              id { from = id, type = text }, made_with { from = made_with, type = text }, label { from = label, type = text }
            }
            root = tool
            tables {
              label { key = [label], columns { label = label } }
              tool {
                key = [id], columns { id = id, made_with = made_with }
                references { made_with { table = label, columns = [made_with] } }
              }
            }
          }
          """);

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void open() {
    run = new TestRun(server, PLANT);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void peerBug06AParentAndItsChildMayComeInOneBatch() {
    CommittedBatch batch =
        run.batch()
            .record("part", part(1), "id", "p", "item", "x", "maker", "m")
            .record("item", at(1), "id", "x")
            .commit();

    assertThat(server.column("select item from part")).containsExactly("x");
    assertThat(batch.topics().get("b")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void anOrphanIsQuarantinedWholeAndSaysWhy() {
    CommittedBatch batch =
        run.batch()
            .record("part", part(1), "id", "p", "item", "x", "maker", "m")
            .record("part", part(2), "id", "q", "maker", "n")
            .commit();

    assertThat(server.column("select id from part")).containsExactly("q");
    assertThat(server.column("select name from maker")).containsExactly("n");
    assertThat(batch.topics().get("b")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(
            server.rows(
                "select q.kind, q.record_offset, f.rule, f.severity, f.field, f.value, f.message"
                    + " from assay.quarantine q join assay.finding f using (batch_id, topic, partition, record_offset)"))
        .containsExactly(
            List.of(
                "part", "1", "orphan-item", "reject", "item", "x", "no row of item has this key"));
    assertThat(run.database().refused(batch.batchId())).containsExactly(part(1));
  }

  @Test
  void aStubStandsInForTheParentAndTheChildIsStamped() {
    CommittedBatch batch =
        run.batch()
            .record("order", sale(2), "id", "s2", "item", "x")
            .record("order", sale(1), "id", "s1", "item", "x")
            .commit();

    assertThat(
            server.rows(
                "select id, colour, assay_stub, assay_batch, assay_topic, assay_partition, assay_offset, assay_time"
                    + " from item"))
        .containsExactly(
            Arrays.asList(
                "x",
                null,
                "t",
                Long.toString(batch.batchId()),
                "c",
                "0",
                "1",
                "2023-11-14 22:13:21+00"));
    assertThat(server.column("select id || assay_warnings::text from sale order by id"))
        .containsExactly("s1{orphan-item}", "s2{orphan-item}");
    assertThat(batch.topics().get("c")).isEqualTo(new TopicOutcome(2, 2, 0, 0, 0, 0, 0));
    assertThat(batch.tables().get("item")).isEqualTo(new TableOutcome(1, 0, 0));
    assertThat(server.column("select severity from assay.finding")).containsExactly("warn", "warn");
  }

  @Test
  void theFirstRealVersionReplacesAStubHoweverOldItIs() {
    run.batch().record("order", sale(500), "id", "s", "item", "x").commit();

    CommittedBatch batch = run.batch().record("item", at(1), "id", "x", "colour", "red").commit();

    assertThat(server.column("select concat_ws(' ', colour, assay_stub, assay_offset) from item"))
        .containsExactly("red f 1");
    assertThat(batch.tables().get("item")).isEqualTo(new TableOutcome(0, 1, 0));
  }

  @Test
  void aSecondChildOfAStubIsStampedToo() {
    run.batch().record("order", sale(1), "id", "s1", "item", "x").commit();
    run.batch().record("order", sale(2), "id", "s2", "item", "x").commit();
    run.batch().record("item", at(1), "id", "x", "colour", "red").commit();
    run.batch().record("order", sale(3), "id", "s3", "item", "x").commit();

    assertThat(
            server.column("select id || coalesce(assay_warnings::text, '') from sale order by id"))
        .containsExactly("s1{orphan-item}", "s2{orphan-item}", "s3");
  }

  @Test
  void aParentThatAnotherRecordOfTheKindBringsCounts() {
    run.batch()
        .record("tool", at(1), "id", "t1", "made_with", "l2", "label", "l1")
        .record("tool", at(2), "id", "t2", "label", "l2")
        .commit();

    assertThat(server.column("select id from tool order by id")).containsExactly("t1", "t2");
  }

  @Test
  void aParentThatOnlyARefusedRecordOfTheKindBringsDoesNotCount() {
    CommittedBatch batch =
        run.batch()
            .record("tool", at(1), "id", "t1", "made_with", "l2", "label", "l1")
            .record("tool", at(2), "id", "t2", "made_with", "l3", "label", "l2")
            .record("tool", at(3), "id", "t3", "made_with", "nothing", "label", "l3")
            .record("tool", at(4), "id", "t4", "made_with", "l4", "label", "l4")
            .commit();

    assertThat(server.column("select id from tool")).containsExactly("t4");
    assertThat(server.column("select label from label")).containsExactly("l4");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(4, 1, 3, 0, 0, 0, 0));
  }

  private static Coordinates part(long offset) {
    return at("b", 0, offset, offset);
  }

  private static Coordinates sale(long offset) {
    return at("c", 0, offset, offset);
  }
}
