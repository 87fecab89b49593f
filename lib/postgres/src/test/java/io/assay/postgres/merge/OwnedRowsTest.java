package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that belong to a record: children, grandchildren and links. */
class OwnedRowsTest {
  private static final Pipeline ORDERS =
      TestRun.pipeline(
          """
          order {
            when = "_topic = 'a'"
            fields {
              id { from = id, type = text }
              note { from = note, type = text }
              version { from = version, type = integer }
              tags { from = tags, type = "text[]" }
              lines {
                from = lines, type = list
                fields {
                  no { from = no, type = integer }
                  line { from = line, type = text }
                  sku { from = sku, type = text }
                  discounts { from = discounts, type = list, fields { code { from = code, type = text } } }
                }
              }
            }
            sequence = version
            delete { when = "_tombstone", key { id = "_key" } }
            root = orders
            tables {
              tag { each = tags, key = [name], columns { name = tags } }
              orders { key = [id], columns { id = id } }
              remark { key = [id], columns { id = id, note = note }, when = "note is not null", references { orders { columns = [id] } } }
              line {
                each = lines, key = [line], columns { line = "lines.line", id = id, no = "lines.no", sku = "lines.sku" }
                references { orders { columns = [id] } }
              }
              discount {
                each = lines.discounts, key = [line, code], columns { line = "lines.line", code = "discounts.code" }
                references { line { columns = [line] } }
              }
              order_tag {
                each = tags, key = [id, tag], columns { id = id, tag = tags }
                references { orders { columns = [id] }, tag { columns = [tag] } }
              }
            }
          }
          shipment {
            when = "_topic = 'b'"
            fields { no { from = no, type = text }, line { from = line, type = text }, gift { from = gift, type = text }, part { from = part, type = text } }
            delete { when = "_tombstone", key { no = "_key" } }
            tables {
              shipment {
                key = [no], columns { no = no, line = line, gift = gift, part = part }
                references {
                  line { columns = [line] }
                  gift { table = line, columns = [gift], on-delete = clear }
                  part { table = line, columns = [part], on-delete = cascade }
                }
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
  void childrenGrandchildrenAndLinksArriveWithTheirRecord() {
    CommittedBatch batch =
        run.batch()
            .record(
                "order",
                at(1),
                "id",
                "A",
                "tags",
                List.of("x", "y"),
                "lines",
                List.of(line("A1", 1, "s", "c", "d"), line("A2", 2, "t")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 1 s", "A2 A 2 t");
    assertThat(discounts()).containsExactly("A1 c", "A1 d");
    assertThat(tags()).containsExactly("A x", "A y");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
    assertThat(batch.tables().get("line")).isEqualTo(new TableOutcome(2, 0, 0));
  }

  @Test
  void aNewerVersionReplacesItsChildrenAsASet() {
    run.batch()
        .record(
            "order",
            at(1),
            "id",
            "A",
            "note",
            "n",
            "tags",
            List.of("x", "y"),
            "lines",
            List.of(line("A1", 1, "s", "c", "d"), line("A2", 2, "t", "e")))
        .record(
            "order", at(2), "id", "B", "tags", List.of("x"), "lines", List.of(line("B1", 1, "s")))
        .commit();

    CommittedBatch batch =
        run.batch()
            .record(
                "order",
                at(3),
                "id",
                "A",
                "tags",
                List.of("y", "z"),
                "lines",
                List.of(line("A2", 5, "u"), line("A3", 1, "v", "c")))
            .commit();

    assertThat(lines()).containsExactly("A2 A 5 u", "A3 A 1 v", "B1 B 1 s");
    assertThat(discounts()).containsExactly("A3 c");
    assertThat(tags()).containsExactly("A y", "A z", "B x");
    assertThat(server.joined("select id from remark")).isEmpty();
    assertThat(server.joined("select name from tag order by name")).containsExactly("x", "y", "z");
    assertThat(batch.tables().get("line")).isEqualTo(new TableOutcome(1, 1, 1));
    assertThat(batch.tables().get("discount")).isEqualTo(new TableOutcome(1, 0, 3));
  }

  @Test
  void aLateVersionChangesNoChild() {
    run.batch()
        .record("order", at(5), "id", "A", "version", 2, "lines", List.of(line("A1", 1, "s")))
        .commit();

    CommittedBatch batch =
        run.batch()
            .record(
                "order",
                at(6),
                "id",
                "A",
                "version",
                1,
                "note",
                "n",
                "tags",
                List.of("x"),
                "lines",
                List.of(line("A1", 9, "z", "c"), line("A2", 2, "t")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 1 s");
    assertThat(discounts()).isEmpty();
    assertThat(tags()).isEmpty();
    assertThat(server.joined("select id from remark")).isEmpty();
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void ofSeveralVersionsInOneBatchOnlyTheNewestHasChildren() {
    run.batch()
        .record("order", at(1), "id", "A", "lines", List.of(line("A1", 1, "s", "c")))
        .record("order", at(3), "id", "A", "lines", List.of(line("A3", 3, "u")))
        .record("order", at(2), "id", "A", "lines", List.of(line("A2", 2, "t", "d")))
        .commit();

    assertThat(lines()).containsExactly("A3 A 3 u");
    assertThat(discounts()).isEmpty();
  }

  @Test
  void aDeletedRecordTakesItsChildrenAlong() {
    run.batch()
        .record(
            "order",
            at(1),
            "id",
            "A",
            "note",
            "n",
            "tags",
            List.of("x"),
            "lines",
            List.of(line("A1", 1, "s", "c")))
        .record(
            "order", at(2), "id", "B", "tags", List.of("x"), "lines", List.of(line("B1", 1, "s")))
        .commit();

    CommittedBatch batch = run.batch().delete("order", at(3), "id", "A").commit();

    assertThat(lines()).containsExactly("B1 B 1 s");
    assertThat(discounts()).isEmpty();
    assertThat(tags()).containsExactly("B x");
    assertThat(batch.tables().get("orders")).isEqualTo(new TableOutcome(0, 0, 1));
    assertThat(batch.tables().get("line")).isEqualTo(new TableOutcome(0, 0, 1));
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(1, 1, 0, 0, 0, 0, 0));
  }

  @Test
  void updateDeleteUpdateEndsWithTheChildrenOfTheLast() {
    run.batch()
        .record("order", at(1), "id", "A", "version", 7, "lines", List.of(line("A1", 1, "s", "c")))
        .commit();

    CommittedBatch batch =
        run.batch()
            .record("order", at(2), "id", "A", "version", 8, "lines", List.of(line("A2", 2, "t")))
            .delete("order", at(3), "id", "A")
            .record(
                "order",
                at(4),
                "id",
                "A",
                "version",
                1,
                "lines",
                List.of(line("A1", 9, "z"), line("A4", 4, "u", "e")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 9 z", "A4 A 4 u");
    assertThat(discounts()).containsExactly("A4 e");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 1, 0, 0, 2, 0, 0));
  }

  @Test
  void updateThenDeleteInOneBatchLeavesNothing() {
    CommittedBatch batch =
        run.batch()
            .record(
                "order",
                at(1),
                "id",
                "A",
                "tags",
                List.of("x"),
                "lines",
                List.of(line("A1", 1, "s", "c")))
            .delete("order", at(2), "id", "A")
            .commit();

    assertThat(server.joined("select id from orders")).isEmpty();
    assertThat(lines()).isEmpty();
    assertThat(tags()).isEmpty();
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 0, 0, 1, 0, 0));
  }

  @Test
  void aChildMayMoveToAnotherRecord() {
    run.batch()
        .record(
            "order",
            at(1),
            "id",
            "A",
            "lines",
            List.of(line("L1", 1, "s", "c"), line("L2", 2, "t")))
        .commit();

    run.batch()
        .record("order", at(2), "id", "B", "lines", List.of(line("L1", 1, "s")))
        .record("order", at(3), "id", "A", "lines", List.of(line("L2", 2, "t")))
        .commit();

    assertThat(lines()).containsExactly("L1 B 1 s", "L2 A 2 t");
  }

  @Test
  void aDimensionTakesTheElementsOfAllRecords() {
    run.batch()
        .record("order", at(2), "id", "A", "tags", List.of("x", "x"))
        .record("order", at(1), "id", "A", "tags", List.of("old"))
        .commit();

    assertThat(server.joined("select name, assay_offset::text from tag order by name"))
        .containsExactly("old 1", "x 2");
  }

  @Test
  void aNewVersionThatLacksARowThatAnotherTableKeepsIsQuarantined() {
    run.batch()
        .record(
            "order",
            at(1),
            "id",
            "A",
            "lines",
            List.of(line("A1", 1, "s", "c"), line("A2", 2, "t")))
        .record("shipment", at("b", 0, 1, 1), "no", "S", "line", "A1")
        .commit();

    CommittedBatch batch =
        run.batch()
            .record("order", at(2), "id", "A", "lines", List.of(line("A2", 5, "u")))
            .record("order", at(3), "id", "B", "lines", List.of(line("B1", 1, "s")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 1 s", "A2 A 2 t", "B1 B 1 s");
    assertThat(discounts()).containsExactly("A1 c");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(server.joined("select rule, field, value, message from assay.finding"))
        .containsExactly(
            "referenced-by-shipment line A1 rows of shipment refer to a row of line that it no longer has");
  }

  @Test
  void aReferenceIsClearedOrItsRowGoesAsDeclared() {
    run.batch()
        .record(
            "order",
            at(1),
            "id",
            "A",
            "lines",
            List.of(line("A1", 1, "s"), line("A2", 2, "t"), line("A3", 3, "u")))
        .record("shipment", at("b", 0, 1, 1), "no", "S", "line", "A3", "gift", "A1")
        .record("shipment", at("b", 0, 2, 2), "no", "T", "line", "A3", "part", "A2")
        .record("shipment", at("b", 0, 3, 3), "no", "U", "line", "A3", "part", "A3")
        .commit();

    CommittedBatch batch =
        run.batch()
            .record("order", at(2), "id", "A", "lines", List.of(line("A3", 3, "u")))
            .commit();

    assertThat(server.joined("select no, line, gift, part from shipment order by no"))
        .containsExactly("S A3 null null", "U A3 null A3");
    assertThat(batch.tables().get("shipment")).isEqualTo(new TableOutcome(0, 1, 1));
  }

  @Test
  void aDeletionThatOneOfItsChildrenIsKeptFromIsQuarantined() {
    run.batch()
        .record("order", at(1), "id", "A", "lines", List.of(line("A1", 1, "s")))
        .record("order", at(2), "id", "B", "lines", List.of(line("B1", 1, "s")))
        .record("shipment", at("b", 0, 1, 1), "no", "S", "line", "A1")
        .commit();

    CommittedBatch batch =
        run.batch().delete("order", at(3), "id", "A").delete("order", at(4), "id", "B").commit();

    assertThat(lines()).containsExactly("A1 A 1 s");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(2, 1, 1, 0, 0, 0, 0));
    assertThat(server.joined("select rule, record_offset::text from assay.finding"))
        .containsExactly("referenced-by-shipment 3");
  }

  @Test
  void aDeletionGoesThroughWhenWhatKeptItGoesInTheSameBatch() {
    run.batch()
        .record("order", at(1), "id", "A", "lines", List.of(line("A1", 1, "s")))
        .record("shipment", at("b", 0, 1, 1), "no", "S", "line", "A1")
        .commit();

    run.batch()
        .delete("order", at(3), "id", "A")
        .delete("shipment", at("b", 0, 4, 4), "no", "S")
        .commit();

    assertThat(lines()).isEmpty();
    assertThat(server.joined("select no from shipment")).isEmpty();
  }

  @Test
  void aRecordThatPostgresqlRefusesIsFoundAmongThoseWithChildren() {
    server.execute("alter table line add constraint positive check (no > 0)");

    CommittedBatch batch =
        run.batch()
            .record(
                "order",
                at(1),
                "id",
                "A",
                "tags",
                List.of("x"),
                "lines",
                List.of(line("A1", 1, "s")))
            .record(
                "order",
                at(2),
                "id",
                "B",
                "tags",
                List.of("y"),
                "lines",
                List.of(line("B1", 1, "s", "c"), line("B2", -2, "t")))
            .record("order", at(3), "id", "C", "lines", List.of(line("C1", 1, "s", "c")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 1 s", "C1 C 1 s");
    assertThat(discounts()).containsExactly("C1 c");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(3, 2, 1, 0, 0, 0, 0));
    assertThat(server.joined("select rule, record_offset::text from assay.finding"))
        .containsExactly("database 2");
  }

  @Test
  void recordsThatAreRefusedForDifferentReasonsLeaveTheOthersAlone() {
    run.batch()
        .record("order", at(1), "id", "A", "lines", List.of(line("A1", 1, "s")))
        .record("shipment", at("b", 0, 1, 1), "no", "S", "line", "A1")
        .commit();
    server.execute("alter table line add constraint positive check (no > 0)");

    CommittedBatch batch =
        run.batch()
            .record("order", at(2), "id", "A")
            .record("order", at(3), "id", "B", "lines", List.of(line("B1", -1, "s")))
            .record("order", at(4), "id", "C", "lines", List.of(line("C1", 1, "s")))
            .record("order", at(5), "id", "A", "lines", List.of(line("A2", 1, "s")))
            .commit();

    assertThat(lines()).containsExactly("A1 A 1 s", "C1 C 1 s");
    assertThat(batch.topics().get("a")).isEqualTo(new TopicOutcome(4, 1, 3, 0, 0, 0, 0));
    assertThat(
            server.joined(
                "select record_offset::text, rule from assay.finding order by record_offset"))
        .containsExactly("2 referenced-by-shipment", "3 database", "5 referenced-by-shipment");
  }

  private List<String> lines() {
    return server.joined("select line, id, no::text, sku from line order by line");
  }

  private List<String> discounts() {
    return server.joined("select line, code from discount order by line, code");
  }

  private List<String> tags() {
    return server.joined("select id, tag from order_tag order by id, tag");
  }

  private static Map<String, Object> line(String line, int no, String sku, String... codes) {
    List<Map<String, String>> discounts =
        List.of(codes).stream().map(code -> Map.of("code", code)).toList();
    return Map.of("line", line, "no", no, "sku", sku, "discounts", discounts);
  }
}
