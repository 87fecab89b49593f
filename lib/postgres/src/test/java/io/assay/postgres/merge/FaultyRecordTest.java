package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultyRecordTest {
  private static final Pipeline PLANT =
      TestRun.pipeline(
          """
          item {
            when = "_topic = 'a'"
            fields { id { from = id, type = text }, size { from = size, type = integer } }
            delete { when = "_tombstone", key { id = "_key" } }
            rules { ratio { absent-from = item, where = "stored.id = row.id and 10 / row.size > 100" } }
            root = item
            tables { item { key = [id], columns { id = id, size = size } } }
          }
          part {
            when = "_topic = 'b'"
            fields { id { from = id, type = text }, item { from = item, type = text } }
            root = part
            tables { part { key = [id], columns { id = id, item = item }, references { item { columns = [item] } } } }
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
  void aRecordThatBreaksAConstraintOfTheTableIsQuarantinedAndTheRestIsApplied() {
    server.execute("alter table item add constraint no_giants check (size < 1000)");
    TestBatch batch = run.batch();
    for (int i = 0; i < 50; i++) {
      batch.record("item", at(i), "id", "x" + i, "size", i == 17 || i == 42 ? 5000 : i + 1);
      batch.record("part", at("b", 0, i, i), "id", "p" + i, "item", "x" + i);
    }

    CommittedBatch committed = batch.commit();

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(50, 48, 2, 0, 0, 0, 0));
    assertThat(committed.topics().get("b")).isEqualTo(new TopicOutcome(50, 48, 2, 0, 0, 0, 0));
    assertThat(server.value("select count(*) from item")).isEqualTo("48");
    assertThat(
            server.rows(
                "select record_offset, rule, severity, message from assay.finding where topic = 'a' order by record_offset"))
        .containsExactly(
            List.of(
                "17",
                "database",
                "reject",
                "PostgreSQL refuses it: SQLSTATE 23514, the constraint no_giants of the table item: new row for relation \"item\" violates check constraint \"no_giants\""),
            List.of(
                "42",
                "database",
                "reject",
                "PostgreSQL refuses it: SQLSTATE 23514, the constraint no_giants of the table item: new row for relation \"item\" violates check constraint \"no_giants\""));
    assertThat(server.column("select distinct rule from assay.finding where topic = 'b'"))
        .containsExactly("orphan-item");
  }

  @Test
  void aRecordThatATriggerRefusesIsQuarantinedWithTheTriggersWords() {
    server.execute(
        """
        create function refuse() returns trigger language plpgsql as $$ begin
          if new.size = 13 then raise exception 'item % is unlucky', new.id; end if;
          return new;
        end $$""",
        "create trigger luck before insert or update on item for each row execute function refuse()");
    TestBatch batch = run.batch();
    for (int i = 0; i < 30; i++) {
      batch.record("item", at(i), "id", "x" + i, "size", i + 1);
    }

    CommittedBatch committed = batch.commit();

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(30, 29, 1, 0, 0, 0, 0));
    assertThat(server.joined("select record_offset, rule, message from assay.finding"))
        .containsExactly("12 database PostgreSQL refuses it: SQLSTATE P0001: item x12 is unlucky");
  }

  @Test
  void whereAFieldIsMaskedTheServersWordsAreNotKept() {
    run.close();
    run =
        new TestRun(
            server,
            TestRun.pipeline(
                """
                item {
                  fields { id { from = id, type = text }, size { from = size, type = integer, mask = true } }
                  root = item
                  tables { item { key = [id], columns { id = id, size = size } } }
                }
                """));
    server.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'size % is refused', new.size; end $$""",
        "create trigger luck before insert on item for each row execute function refuse()");

    run.batch().record("item", at(1), "id", "x", "size", 4711).commit();

    assertThat(server.column("select message from assay.finding"))
        .containsExactly("PostgreSQL refuses it: SQLSTATE P0001");
  }

  @Test
  void aRecordOnWhichARulesConditionFailsIsQuarantined() {
    run.batch().record("item", at(1), "id", "x", "size", 1).commit();

    CommittedBatch committed =
        run.batch()
            .record("item", at(2), "id", "x", "size", 0)
            .record("item", at(3), "id", "y", "size", 7)
            .commit();

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(server.column("select message from assay.finding"))
        .containsExactly("PostgreSQL refuses it: SQLSTATE 22012: division by zero");
  }

  @Test
  void aKeyThatIsTooLongForAnIndexIsQuarantined() {
    StringBuilder key = new StringBuilder();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 10_000; i++) {
      key.append((char) ('!' + random.nextInt(90)));
    }

    CommittedBatch committed =
        run.batch()
            .record("item", at(1), "id", key, "size", 1)
            .record("item", at(2), "id", "y", "size", 1)
            .commit();

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
  }

  @Test
  void aDeletionThatAStrangersForeignKeyForbidsIsQuarantined() {
    run.batch()
        .record("item", at(1), "id", "x", "size", 1)
        .record("item", at(2), "id", "y", "size", 1)
        .commit();
    server.execute(
        "create table note (item text references item)", "insert into note values ('x')");

    CommittedBatch committed =
        run.batch().delete("item", at(3), "id", "x").delete("item", at(4), "id", "y").commit();

    assertThat(committed.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(server.column("select id from item")).containsExactly("x");
  }

  @Test
  void tooManyOfThemFailTheBatch() {
    server.execute("alter table item add constraint no_giants check (size < 1000)");
    TestBatch batch = run.batch();
    for (int i = 0; i < 200; i++) {
      batch.record("item", at(i), "id", "x" + i, "size", 5000);
    }

    assertThatThrownBy(batch::commit)
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "PostgreSQL does not take more than 100 of its records, such as a-0@100")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.DATA);
    assertThat(server.column("select batch_id from assay.batch")).isEmpty();
    run.database().discardStaging();
  }
}
