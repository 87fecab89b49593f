package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Large batches, whose rows are inserted the short way where that can be done. */
class PlainInsertTest {
  private static final int LARGE = 10_000;

  private static final Pipeline ORDERS =
      TestRun.pipeline(
          """
          order {
            when = "true"
            fields {
              id { from = id, type = text }
              note { from = note, type = text }
              lines { from = lines, type = list, fields { no { from = no, type = integer } } }
            }
            root = orders
            tables {
              orders { key = [id], columns { id = id, note = note } }
              line {
                each = lines, key = [id, no], columns { id = id, no = "lines.no" }
                references { orders { columns = [id] } }
              }
            }
          }
          """);

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void open() {
    run = new TestRun(server, ORDERS);
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void newRowsAreInsertedTheShortWayAndCountedByTopic() {
    TestBatch batch = orders(0, LARGE);
    batch.record("order", at("b", 0, 0, 0), "id", "of-b", "note", "n", "lines", List.of());

    CommittedBatch committed = batch.commit();

    assertThat(committed.tables())
        .containsEntry("orders", new TableOutcome(LARGE + 1, 0, 0))
        .containsEntry("line", new TableOutcome(2 * LARGE, 0, 0));
    assertThat(committed.topics().get("a").applied()).isEqualTo(LARGE);
    assertThat(committed.topics().get("b").applied()).isEqualTo(1);
    assertThat(shortWay("orders")).isTrue();
    assertThat(shortWay("line")).isTrue();
  }

  @Test
  void aKeyThatIsThereIsMergedWithAllOthers() {
    orders(0, 1).commit();

    CommittedBatch committed = orders(1, LARGE, "second").commit();

    assertThat(committed.tables())
        .containsEntry("orders", new TableOutcome(LARGE - 1, 1, 0))
        .containsEntry("line", new TableOutcome(2 * LARGE - 2, 2, 0));
    assertThat(server.column("select count(*) from orders where note = 'second'"))
        .containsExactly(String.valueOf(LARGE));
    assertThat(shortWay("orders")).isFalse();
  }

  @Test
  void ofAKeyThatComesTwiceTheNewerVersionStands() {
    TestBatch batch = orders(0, LARGE);
    batch.record(
        "order", at(LARGE), "id", "o7", "note", "newer", "lines", List.of(Map.of("no", 3)));

    CommittedBatch committed = batch.commit();

    assertThat(committed.topics().get("a").superseded()).isEqualTo(1);
    assertThat(server.column("select note from orders where id = 'o7'")).containsExactly("newer");
    assertThat(server.column("select no::text from line where id = 'o7'")).containsExactly("3");
    assertThat(server.column("select count(*) from line"))
        .containsExactly(String.valueOf(2 * LARGE - 1));
  }

  @Test
  void rowsThatATriggerKeepsBackAreNotCountedAsApplied() {
    server.execute(
        "create function keep_back() returns trigger language plpgsql as 'begin if new.id = ''alone'' then return null; end if; return new; end'",
        "create trigger keep_back before insert on orders for each row execute function keep_back()");

    TestBatch batch = orders(0, LARGE);
    batch.record("order", at(LARGE), "id", "alone", "note", "n", "lines", List.of());

    CommittedBatch committed = batch.commit();

    assertThat(committed.topics().get("a").applied()).isEqualTo(LARGE);
    assertThat(committed.topics().get("a").superseded()).isEqualTo(1);
  }

  @Test
  void whereKeysAreThereNoInsertIsTried() {
    orders(0, LARGE).commit();
    server.execute(
        "create sequence statements",
        "create function count_statement() returns trigger language plpgsql as 'begin perform nextval(''statements''); return null; end'",
        // What a sequence gave stays taken when a statement is taken back.
        "create trigger count_statement before insert on orders for each statement execute function count_statement()");

    CommittedBatch committed = orders(LARGE, LARGE, "second").commit();

    assertThat(committed.tables()).containsEntry("orders", new TableOutcome(0, LARGE, 0));
    assertThat(server.column("select last_value from statements"))
        .as("statements that insert")
        .containsExactly("1");
  }

  @Test
  void afterABatchInWhichNoInsertWasTriedTheNextIsInsertedTheShortWay() {
    orders(0, LARGE).commit();
    orders(LARGE, LARGE, "second").commit();
    assertThat(shortWay("orders")).as("the batch whose keys were there").isFalse();
    server.execute("truncate orders cascade");

    orders(2 * LARGE, LARGE).commit();

    assertThat(shortWay("orders")).isTrue();
  }

  @Test
  void afterATryThatWasTakenBackABatchIsPassed() {
    TestBatch repeated = orders(0, LARGE);
    repeated.record("order", at(LARGE), "id", "o7", "note", "newer", "lines", List.of());
    repeated.commit();
    server.execute("truncate orders cascade");
    orders(LARGE + 1, LARGE).commit();
    assertThat(shortWay("orders")).as("the batch right behind it").isFalse();
    server.execute("truncate orders cascade");

    orders(2 * LARGE + 1, LARGE).commit();

    assertThat(shortWay("orders")).isTrue();
  }

  private TestBatch orders(long firstOffset, int records) {
    return orders(firstOffset, records, "first");
  }

  private TestBatch orders(long firstOffset, int records, String note) {
    TestBatch batch = run.batch();
    for (int i = 0; i < records; i++) {
      batch.record(
          "order",
          at(firstOffset + i),
          "id",
          "o" + i,
          "note",
          note,
          "lines",
          List.of(Map.of("no", 1), Map.of("no", 2)));
    }
    return batch;
  }

  /** Rows of a statement that could be taken back bear a transaction number of their own. */
  private boolean shortWay(String table) {
    return server
        .column(
            "select bool_and(t.xmin <> b.xmin)::text from assay.batch b join %s t on t.assay_batch = b.batch_id where b.batch_id = (select max(batch_id) from assay.batch)"
                .formatted(table))
        .equals(List.of("true"));
  }
}
