package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PendingSilver;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import io.assay.postgres.TopicPartition;
import io.assay.postgres.staging.StagingLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeldRecordTest {
  private static final TopicPartition PARTS = new TopicPartition("b", 0);

  private static final Pipeline PLANT =
      TestRun.pipeline(
          """
          item {
            when = "_topic = 'a'"
            fields { id { from = id, type = text }, number { from = number, type = integer } }
            root = item
            tables { item { key = [id, number], columns { id = id, number = number } } }
          }
          part {
            when = "_topic = 'b'"
            fields {
              id { from = id, type = text }, item { from = item, type = text }, number { from = number, type = integer }
              shelf { from = shelf, type = text }
            }
            root = part
            tables {
              part {
                key = [id], columns { id = id, item = item, number = number, shelf = shelf }
                references {
                  item { columns = [item, number], orphan { hold = 1 hour, then = reject } }
                  shelf { columns = [shelf], orphan { hold = 1 day, then = stub } }
                }
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
    run = new TestRun(server, PLANT);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void aRecordWaitsWholeAndAsItCameUntilItsParentArrives() {
    CommittedBatch held =
        run.batch()
            .warned("part", part(1), List.of("odd"), "id", "p", "item", "x", "number", 7)
            .commit();
    assertThat(held.topics().get("b")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 0, 1, 0));
    assertThat(
            server.rows(
                "select kind, waits_for, waits_key, deadline - held_at, ready, header_keys from assay.held"))
        .containsExactly(List.of("part", "item", "{x,7}", "01:00:00", "f", "{header}"));
    assertThat(findings()).isEmpty();
    assertThat(run.database().dueHeld(10)).isEmpty();

    run.batch().record("item", at(1), "id", "x", "number", 7).commit();

    List<HeldRecord> due = run.database().dueHeld(10);
    assertThat(due).hasSize(1);
    assertThat(due.get(0).coordinates()).isEqualTo(part(1));
    assertThat(due.get(0).headerKeys()).containsExactly("header");
    assertThat(due.get(0).headerValues()).containsExactly(new byte[] {1});
    assertThat(due.get(0).key()).isNull();
  }

  @Test
  void aReleasedRecordIsAppliedOnceAndItsOffsetsAreNotAppliedAgain() {
    run.batch().record("part", part(1), "id", "p", "item", "x", "number", 7).commit();
    run.batch().record("item", at(1), "id", "x", "number", 7).commit();
    Map<TopicPartition, OffsetRanges> applied = run.database().applied();

    CommittedBatch released = run.releasing(run.database().dueHeld(10)).commit();

    assertThat(released.topics().get("b")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    assertThat(server.column("select id from part")).containsExactly("p");
    assertThat(server.value("select count(*) from assay.held")).isEqualTo("0");
    assertThat(run.database().applied()).isEqualTo(applied);
    assertThat(server.value("select source from assay.batch order by batch_id desc limit 1"))
        .isEqualTo("held");
  }

  @Test
  void aRecordThatIsNotHeldAnyMoreCannotBeReleased() {
    run.batch().record("part", part(1), "id", "p", "item", "x", "number", 7).commit();
    run.batch().record("item", at(1), "id", "x", "number", 7).commit();
    List<HeldRecord> due = run.database().dueHeld(10);
    run.releasing(due).commit();

    assertThatThrownBy(() -> run.releasing(due).commit())
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("of its 1 held records, 0 are still held")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.INTERNAL);
    assertThat(server.column("select id from part")).containsExactly("p");
  }

  @Test
  void aRecordWhoseBytesWereNotStagedCannotWait() {
    TestBatch batch = run.batch().record("part", part(1), "id", "p", "item", "x", "number", 7);
    TaskSummary task = batch.stage();
    StagingLayout staging = run.database().staging();
    server.execute("delete from " + staging.table(staging.recordTable("part")).sql());

    assertThatThrownBy(() -> run.database().commit(batch.batch(task)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("1 have to wait, but the bytes of 0 are staged")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.INTERNAL);
    assertThat(run.database().applied()).isEmpty();
  }

  @Test
  void aParentInTheSameBatchOfALaterKindReleasesAtOnce() {
    run.batch()
        .record("part", part(1), "id", "p", "shelf", "s", "item", "x", "number", 7)
        .record("item", at(1), "id", "x", "number", 7)
        .record("shelf", at("c", 0, 1, 1), "id", "s")
        .commit();

    assertThat(server.column("select id from part")).containsExactly("p");
  }

  @Test
  void aRecordThatMissesTwoParentsWaitsForOneAfterTheOtherFromTheFirstMomentOn() {
    run.batch().record("part", part(1), "id", "p", "item", "x", "number", 7, "shelf", "s").commit();
    server.execute("update assay.held set held_at = held_at - interval '30 minutes'");
    String heldAt = server.value("select held_at from assay.held");
    run.batch().record("item", at(1), "id", "x", "number", 7).commit();

    CommittedBatch again = run.releasing(run.database().dueHeld(10)).commit();

    assertThat(again.topics().get("b")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 0, 1, 0));
    assertThat(server.rows("select waits_for, held_at, deadline - held_at, ready from assay.held"))
        .containsExactly(List.of("shelf", heldAt, "1 day", "f"));
    assertThat(findings()).isEmpty();

    run.batch().record("shelf", at("c", 0, 1, 1), "id", "s").commit();
    run.releasing(run.database().dueHeld(10)).commit();
    assertThat(server.column("select id from part")).containsExactly("p");
  }

  @Test
  void whenTheDeadlinePassesTheRecordIsQuarantinedWithAllItsFindings() {
    run.batch()
        .warned("part", part(1), List.of("odd"), "id", "p", "item", "x", "number", 7)
        .commit();
    passDeadlines();

    CommittedBatch released = releasing(List.of("odd"), "id", "p", "item", "x", "number", "7");

    assertThat(released.topics().get("b")).isEqualTo(new TopicOutcome(1, 0, 1, 0, 0, 0, 0));
    assertThat(findings()).containsExactly("odd warn", "orphan-item reject");
    assertThat(server.value("select count(*) from assay.held")).isEqualTo("0");
  }

  @Test
  void whenTheDeadlinePassesAStubMayStandInForTheParent() {
    run.batch().record("part", part(1), "id", "p", "shelf", "s").commit();
    passDeadlines();

    run.releasing(run.database().dueHeld(10)).commit();

    assertThat(server.column("select id || assay_stub::text from shelf")).containsExactly("strue");
    assertThat(server.column("select assay_warnings::text from part"))
        .containsExactly("{orphan-shelf}");
    assertThat(findings()).containsExactly("orphan-shelf warn");
  }

  @Test
  void aStubReleasesTheOthersThatWaitForItsKey() {
    run.batch().record("part", part(1), "id", "p", "shelf", "s").commit();
    passDeadlines();
    List<HeldRecord> due = run.database().dueHeld(10);
    run.batch().record("part", part(2), "id", "q", "shelf", "s").commit();
    assertThat(run.database().dueHeld(10)).hasSize(1);

    run.releasing(due).commit();

    assertThat(run.database().dueHeld(10))
        .extracting(held -> held.coordinates().offset())
        .containsExactly(2L);
  }

  @Test
  void recordsAreReleasedAfterTheParentsThatAreReleasedWithThem() {
    run.close();
    run =
        new TestRun(
            server,
            TestRun.pipeline(
                """
                rack {
                  when = "_topic = 'a'"
                  fields { id { from = id, type = text }, hall { from = hall, type = text } }
                  root = rack
                  tables {
                    rack {
                      key = [id], columns { id = id, hall = hall }
                      references { hall { columns = [hall], orphan { hold = 1 hour, then = stub } } }
                    }
                  }
                }
                box {
                  when = "_topic = 'b'"
                  fields { id { from = id, type = text }, rack { from = rack, type = text } }
                  root = box
                  tables {
                    box {
                      key = [id], columns { id = id, rack = rack }
                      references { rack { columns = [rack], orphan { hold = 1 hour, then = reject } } }
                    }
                  }
                }
                hall {
                  when = "_topic = 'c'"
                  fields { id { from = id, type = text } }
                  root = hall
                  tables { hall { key = [id], columns { id = id } } }
                }
                """));
    run.batch().record("box", part(1), "id", "b", "rack", "r").commit();
    run.batch().record("rack", at(1), "id", "r", "hall", "h").commit();
    passDeadlines();
    assertThat(run.database().readyHeld(10)).isEmpty();

    List<HeldRecord> first = run.database().dueHeld(1);
    assertThat(first).extracting(HeldRecord::coordinates).containsExactly(at(1));
    run.releasing(first).commit();
    assertThat(run.database().readyHeld(10))
        .extracting(HeldRecord::coordinates)
        .containsExactly(part(1));
    run.releasing(run.database().dueHeld(1)).commit();

    assertThat(server.column("select id from box")).containsExactly("b");
    assertThat(server.value("select count(*) from assay.quarantine")).isEqualTo("0");
  }

  @Test
  void silverLeavesOutWhatABatchHeldAndFindsItInTheBatchThatReleasesIt() {
    CommittedBatch first =
        run.batch()
            .record("part", part(1), "id", "p", "item", "x", "number", 7)
            .record("part", part(2), "id", "q")
            .commit();
    assertThat(pending(first)).containsExactly(Map.entry(PARTS, OffsetRanges.of(2, 3)));

    CommittedBatch second = run.batch().record("item", at(1), "id", "x", "number", 7).commit();
    CommittedBatch third = run.releasing(run.database().dueHeld(10)).commit();

    assertThat(pending(first)).containsExactly(Map.entry(PARTS, OffsetRanges.of(2, 3)));
    assertThat(pending(third)).containsExactly(Map.entry(PARTS, OffsetRanges.of(1, 2)));
    assertThat(run.database().pendingSilver())
        .extracting(PendingSilver::batchId)
        .containsExactly(first.batchId(), second.batchId(), third.batchId());
    assertThat(run.database().pendingSilver().get(2).source()).isEqualTo(BatchSource.HELD);

    run.database().silverWritten(first.batchId());
    run.database().silverWritten(third.batchId());
    assertThat(run.database().pendingSilver())
        .extracting(PendingSilver::batchId)
        .containsExactly(second.batchId());
  }

  private CommittedBatch releasing(List<String> warnings, Object... fields) {
    assertThat(run.database().dueHeld(10)).hasSize(1);
    return run.releasing(List.of()).warned("part", part(1), warnings, fields).commit();
  }

  private void passDeadlines() {
    server.execute(
        "update assay.held set held_at = held_at - interval '2 days', deadline = deadline - interval '2 days'");
  }

  private java.util.Set<Map.Entry<TopicPartition, OffsetRanges>> pending(CommittedBatch batch) {
    return run.database().pendingSilver().stream()
        .filter(pending -> pending.batchId() == batch.batchId())
        .findFirst()
        .orElseThrow()
        .offsets()
        .entrySet();
  }

  private List<String> findings() {
    return server.column("select rule || ' ' || severity from assay.finding order by rule");
  }

  private static Coordinates part(long offset) {
    return at("b", 0, offset, offset);
  }
}
