package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Foreign keys of many rows, made sure of at once where that is as safe. */
class ReferencesAtOnceTest {
  private static final int RECORDS = 1_000;
  private static final int GATE = 4711;

  private static final Pipeline ORDERS =
      TestRun.pipeline(
          """
          order {
            when = "true"
            fields {
              id { from = id, type = text }
              lines { from = lines, type = list, fields { no { from = no, type = integer }, sku { from = sku, type = text } } }
            }
            root = orders
            tables {
              product { each = lines, key = [sku], columns { sku = "lines.sku" } }
              orders { key = [id], columns { id = id } }
              line {
                each = lines, key = [id, no], columns { id = id, no = "lines.no", sku = "lines.sku" }
                references { orders { columns = [id] }, product { columns = [sku] } }
              }
            }
          }
          """);

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private TestRun run;

  @BeforeEach
  void makeTheTables() {
    server.administer("grant set on parameter session_replication_role to " + TestDatabase.ROLE);
    run = new TestRun(server, ORDERS);
    orders(0, 1).commit();
    // Notes how rows of line are written: a check of a table is no trigger.
    server.execute(
        "create table written (role text)",
        """
        create function note_writing() returns boolean language plpgsql as '
        begin
          insert into written values (current_setting(''session_replication_role''));
          perform pg_advisory_xact_lock_shared(%d);
          return true;
        end'
        """
            .formatted(GATE),
        "truncate orders cascade",
        "alter table line add check (note_writing())");
  }

  @AfterEach
  void close() {
    run.close();
    server.administer("revoke set on parameter session_replication_role from " + TestDatabase.ROLE);
  }

  @Test
  void rowsWhoseParentsAreThereAreNotCheckedOneByOne() {
    CommittedBatch committed = orders(1, RECORDS).commit();

    assertThat(committed.tables()).containsEntry("line", new TableOutcome(2 * RECORDS, 0, 0));
    assertThat(written()).containsExactly("replica");
  }

  @Test
  void versionsOfStoredRowsAreNotEither() {
    orders(1, RECORDS).commit();
    server.execute("truncate written");

    CommittedBatch committed = orders(1 + RECORDS, RECORDS).commit();

    assertThat(committed.tables()).containsEntry("line", new TableOutcome(0, 2 * RECORDS, 0));
    assertThat(written()).containsExactly("replica");
  }

  @Test
  void aFewRowsAreCheckedByTheServer() {
    orders(1, RECORDS - 1).commit();

    assertThat(written()).containsExactly("origin");
  }

  @Test
  void withoutTheRightTheServerChecks() {
    run.close();
    server.administer("revoke set on parameter session_replication_role from " + TestDatabase.ROLE);
    run = new TestRun(server, ORDERS);

    orders(1, RECORDS).commit();

    assertThat(written()).containsExactly("origin");
  }

  @Test
  void triggersOfTheTableRun() {
    server.execute(
        "create table seen (sku text)",
        "create function see() returns trigger language plpgsql as 'begin insert into seen values (new.sku); return new; end'",
        "create trigger see before insert on line for each row execute function see()");

    orders(1, RECORDS).commit();

    assertThat(written()).containsExactly("origin");
    assertThat(server.value("select count(*) from seen")).isEqualTo(String.valueOf(2 * RECORDS));
  }

  @Test
  void rulesOfTheTableApply() {
    server.execute("create rule keep as on delete to line do instead nothing");

    assertThat(tried()).isFalse();
  }

  @Test
  void aForeignKeyThatNobodyDeclaredIsKept() {
    server.execute(
        "create table known (sku text primary key)",
        "insert into known select 'p' || i from generate_series(0, 8) i",
        "alter table line add constraint known foreign key (sku) references known (sku)");

    CommittedBatch committed = orders(1, RECORDS).commit();

    long unknown = RECORDS / 10; // those of p9
    assertThat(committed.topics().get("a").quarantined()).isEqualTo(unknown);
    assertThat(server.value("select count(*) from line where sku = 'p9'")).isEqualTo("0");
  }

  @Test
  void aUniqueConstraintThatIsCheckedLateIsKept() {
    server.execute("alter table line add constraint late unique (id, no, sku) deferrable");

    assertThat(tried()).isFalse();
  }

  @Test
  void aForeignKeyToAColumnThatABatchMayChangeIsKept() {
    server.execute(
        "alter table line add constraint by_product unique (id, no, sku)",
        "create table review (id text, no integer, sku text, foreign key (id, no, sku) references line (id, no, sku))");

    assertThat(tried()).isFalse();
  }

  @Test
  void aForeignKeyToThePrimaryKeyIsNoObstacle() {
    server.execute(
        "create table review (id text, no integer, foreign key (id, no) references line (id, no))");

    assertThat(tried()).isTrue();
  }

  @Test
  void nobodyCanTakeAParentAwayUntilTheBatchIsCommitted() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Connection gate = server.connect();
        Connection deleting = server.connect();
        Statement closed = gate.createStatement();
        Statement delete = deleting.createStatement()) {
      closed.execute("select pg_advisory_lock(%d)".formatted(GATE));

      Future<CommittedBatch> batch = other.submit(() -> orders(1, RECORDS).commit());
      while (server
          .value(
              "select count(*) from pg_locks where locktype = 'advisory' and objid = %d and not granted"
                  .formatted(GATE))
          .equals("0")) {
        assertThat(batch.isDone()).isFalse();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      delete.execute("set lock_timeout = '100ms'");

      assertThatThrownBy(() -> delete.execute("delete from product where sku = 'p0'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("lock timeout");
      closed.execute("select pg_advisory_unlock(%d)".formatted(GATE));
      assertThat(batch.get(1, TimeUnit.MINUTES).tables())
          .containsEntry("line", new TableOutcome(2 * RECORDS, 0, 0));
      assertThat(written()).containsExactly("replica");
      assertThatThrownBy(() -> delete.execute("delete from product where sku = 'p0'"))
          .hasMessageContaining("violates foreign key constraint");
    } finally {
      other.shutdown();
    }
  }

  /** Whether a batch is written without the server's check. */
  private boolean tried() {
    orders(1, RECORDS).commit();
    return written().equals(List.of("replica"));
  }

  private List<String> written() {
    return server.column("select distinct role from written");
  }

  private TestBatch orders(long firstOffset, int records) {
    TestBatch batch = run.batch();
    for (int i = 0; i < records; i++) {
      batch.record("order", at(firstOffset + i), "id", "o" + i, "lines", lines(i));
    }
    return batch;
  }

  private static List<Map<String, Object>> lines(int order) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int no = 1; no <= 2; no++) {
      lines.add(Map.of("no", no, "sku", "p" + order % 10));
    }
    return lines;
  }
}
