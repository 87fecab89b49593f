package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Pipeline;
import io.assay.model.Rule;
import io.assay.model.Table;
import io.assay.postgres.TestDatabase;
import io.assay.postgres.TopicCounts;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A definition that changes between two runs: each sort of change under each policy, with the batch
 * that needs it.
 */
class SchemaChangeTest {
  private static final String FIELDS =
      "id { from = id, type = text }, n { from = n, type = integer }, m { from = m, type = bigint }, c { from = c, type = text }";
  private static final String PLAIN = item("", "id = id, n = n");

  @RegisterExtension final TestDatabase server = new TestDatabase();

  private long next = 10;

  // ---- when

  @Test
  void aChangeIsMadeInTheTransactionOfTheFirstBatchAndAudited() {
    ran(PLAIN);
    try (TestRun run = new TestRun(server, pipeline(item("", "id = id, n = n, c = c")))) {
      assertThat(columns("item")).doesNotContain("c text");

      long batch =
          run.batch().record("item", at(2), "id", "b", "n", 2, "c", "blue").commit().batchId();

      assertThat(server.rows("select id, c from item order by 1"))
          .containsExactly(Arrays.asList("a", null), List.of("b", "blue"));
      assertThat(
              server.rows(
                  "select run_id, pipeline_version, batch_id, table_name, place, reason, statement from assay.schema_change where batch_id is not null"))
          .containsExactly(
              List.of(
                  run.runId().toString(),
                  TestRun.VERSION,
                  Long.toString(batch),
                  "item",
                  "item.c",
                  "is absent, should be text; schema-change.add-column = apply: rows from before have no value",
                  "alter table \"public\".\"item\" add column \"c\" text"));
      run.batch().record("item", at(3), "id", "c", "n", 3, "c", "red").commit();
      assertThat(server.column("select id from item where c = 'red'")).containsExactly("c");
    }
    assertThat(server.column("select 1 from assay.schema_change where batch_id is not null"))
        .hasSize(1);
  }

  @Test
  void aBatchThatFailsLeavesTheTableAsItWas() {
    ran(PLAIN);
    try (TestRun run = new TestRun(server, pipeline(item("", "id = id, n = n, c = c")))) {
      TestBatch wrong =
          run.batch()
              .record("item", at(2), "id", "b", "n", 2, "c", "blue")
              .claim("a", new TopicCounts(7, 0, 0, 0));
      assertThatThrownBy(wrong::commit).isInstanceOf(AssayException.class);

      assertThat(columns("item")).doesNotContain("c text");
      assertThat(server.column("select 1 from assay.schema_change where batch_id is not null"))
          .isEmpty();

      run.database().discardStaging();
      run.batch().record("item", at(2), "id", "b", "n", 2, "c", "blue").commit();
      assertThat(columns("item")).contains("c text");
    }
  }

  @Test
  void aRunWithoutABatchChangesNothing() {
    ran(PLAIN);
    open(item("", "id = id, n = n, c = c"));

    assertThat(columns("item")).doesNotContain("c text");
  }

  @Test
  void aRecordThatPostgresqlRefusesIsFoundInTheChangedTable() {
    ran(PLAIN);
    try (TestRun run = new TestRun(server, pipeline(item("", "id = id, n = n, c = c")))) {
      run.batch()
          .record("item", at(2), "id", "b", "c", "blue")
          .record("item", at(3), "id", incompressible(), "c", "red")
          .commit();

      assertThat(server.column("select id from item where c = 'blue'")).containsExactly("b");
      assertThat(columns("item")).contains("c text");
    }
  }

  @Test
  void aConditionOverANewColumnIsUnderstoodAtTheStart() {
    ran(PLAIN);
    String ruled =
        item("", "id = id, n = n, c = c")
            .replace(
                "tables {",
                "rules { seen { exists-in = item, where = \"stored.c = row.c\", severity = warn } }\ntables {");

    open(ruled);
    assertThatThrownBy(() -> open(ruled.replace("stored.c =", "stored.d =")))
        .hasMessageContaining("The rule seen of the kind item is not valid PostgreSQL");
    assertThat(columns("item")).doesNotContain("c text");
  }

  // ---- add-column

  @Test
  void aColumnThatMustNotBeNullIsNotAddedToRowsWithoutAValue() {
    ran(PLAIN);
    String required = item("", "id = id, n = n, c { sql = c, type = text, not-null = true }");

    refused(
        required,
        "item.c: is absent, should be text not null. Refused (schema-change.add-column = apply): stored rows have no value for it: let it be null, or write add-column = lenient");
    change(required.replace("key =", "schema-change { add-column = lenient }, key ="));
    assertThat(columns("item")).contains("c text");
    open(required); // and it stays so
  }

  @Test
  void aColumnThatMustNotBeNullIsAddedToAnEmptyTable() {
    open(PLAIN);
    change(item("", "id = id, n = n, c { sql = c, type = text, not-null = true }"));

    assertThat(columns("item")).contains("c text not null");
  }

  @Test
  void aNewColumnIsLeftOutWhereThePolicyIgnoresIt() {
    ran(PLAIN);
    try (TestRun run =
        new TestRun(server, pipeline(item("add-column = ignore", "id = id, n = n, c = c")))) {
      run.batch().record("item", at(2), "id", "b", "n", 2, "c", "blue").commit();

      assertThat(run.database().pipeline().kind("item").rootTable().columns())
          .extracting(Table.Column::name)
          .containsExactly("id", "n");
      assertThat(run.database().pipeline().kind("item").rules()).isEmpty();
    }
    assertThat(columns("item")).doesNotContain("c text");
    assertThat(server.column("select id from item order by 1")).containsExactly("a", "b");
  }

  @Test
  void recordsWithAValueForANewColumnAreRefusedWhereThePolicyQuarantinesThem() {
    ran(PLAIN);

    Rule rule =
        open(item("add-column = quarantine", "id = id, n = n, c = c")).kind("item").rules().get(0);
    assertThat(rule.name()).isEqualTo("schema-change-c");
    assertThat(rule.check()).isEqualTo(new Rule.Check.Sql("(c) is null", List.of("c")));
    assertThat(rule.message()).contains("the table item has no column c yet");
  }

  @Test
  void aColumnThatTheKeyNeedsIsNotLeftOut() {
    ran(PLAIN);

    refused(
        item("add-column = ignore", "id = id, n = n, c = c")
            .replace("tables {", "rules { one { unique = [c] } }\ntables {"),
        "item.c: is absent, should be text. Refused (schema-change.add-column = ignore): the key, a reference or a rule needs it");
  }

  @Test
  void aNewColumnIsToldWhereThePolicyFails() {
    ran(PLAIN);

    refused(
        item("add-column = fail", "id = id, n = n, c = c"),
        "item.c: is absent, should be text. Refused (schema-change.add-column = fail): the policy says so");
  }

  // ---- widen

  @Test
  void aColumnBecomesWider() {
    ran(PLAIN);
    try (TestRun run =
        new TestRun(server, pipeline(item("", "id = id, n { sql = n, type = bigint }")))) {
      run.batch().record("item", at(2), "id", "b", "n", 3_000_000_000L).commit();
    }

    assertThat(server.column("select n from item order by id")).containsExactly("1", "3000000000");
  }

  @Test
  void aColumnStaysNarrowAndWhatDoesNotFitIsRefused() {
    ran(PLAIN);

    Pipeline pipeline = open(item("widen = quarantine", "id = id, n { sql = n, type = bigint }"));
    assertThat(pipeline.kind("item").rootTable().column("n").orElseThrow())
        .isEqualTo(new Table.Column("n", "try_cast((n) as integer)", Simple.INTEGER, true));
    assertThat(pipeline.kind("item").rules().get(0).check())
        .isEqualTo(
            new Rule.Check.Sql(
                "(n) is null or try_cast((n) as integer) is not null", List.of("n")));
    assertThat(columns("item")).contains("n integer");
  }

  @Test
  void aWiderColumnIsToldWhereThePolicyFails() {
    ran(PLAIN);

    refused(
        item("widen = fail", "id = id, n { sql = n, type = bigint }"),
        "item.n: is integer, should be bigint. Refused (schema-change.widen = fail): the policy says so");
  }

  @Test
  void aKeyOfWholeNumbersGrowsWithTheColumnsThatReferToIt() {
    String family =
        """
        item {
          fields { %s }
          root = item
          tables {
            box  { key = [n], columns { n { sql = n, type = TYPE } } }
            item { key = [id], columns { id = id, box { sql = n, type = TYPE } }, references { box { columns = [box] } } }
          }
        }
        """
            .formatted(FIELDS);
    ran(family.replace("TYPE", "integer"));

    change(family.replace("TYPE", "bigint"));

    assertThat(columns("box")).contains("n bigint not null");
    assertThat(columns("item")).contains("box bigint");
    refused(
        family.replace("TYPE", "text"),
        "box.n: is bigint not null, should be text not null. Refused: the type of a key column is never changed");
  }

  // ---- narrow

  @Test
  void aNarrowerColumnIsRefusedUnlessThePolicySaysOtherwise() {
    ran(item("", "id = id, n { sql = n, type = bigint }"));

    refused(
        PLAIN,
        "item.n: is bigint, should be integer. Refused (schema-change.narrow = fail): stored values may not fit");
    change(item("narrow = apply", "id = id, n = n"));
    assertThat(columns("item")).contains("n integer");
  }

  @Test
  void aColumnIsNeverNarrowedBelowAStoredValue() {
    ran(item("", "id = id, n { sql = n, type = bigint }"));
    server.execute("update item set n = 3000000000");
    refused(
        item("narrow = apply", "id = id, n = n"),
        "a stored value does not fit: correct it, or write narrow = lenient");

    server.execute(
        "update item set n = 1",
        "alter table item alter n type numeric(13,3)",
        "update item set n = 1.5");
    refused(
        item("narrow = apply", "id = id, n = n"),
        "item.n: is numeric(13,3), should be integer. Refused (schema-change.narrow = apply): a stored value does not fit: correct it, or write narrow = lenient");
    server.execute("update item set n = 2.000");
    change(item("narrow = apply", "id = id, n = n"));
    assertThat(server.column("select n from item where id = 'a'")).containsExactly("2");
  }

  @Test
  void aWiderColumnTakesTheNewValuesToo() {
    ran(item("", "id = id, n { sql = n, type = bigint }"));
    server.execute("alter table item alter n type text");

    change(item("narrow = lenient", "id = id, n = n"));

    assertThat(columns("item")).contains("n text");
    assertThat(server.column("select n from item where id = 'next'")).containsExactly("5");
  }

  @Test
  void typesThatHaveNothingToDoWithEachOtherAreNeverChanged() {
    ran(PLAIN);
    server.execute("alter table item alter n type date using '2024-01-01'::date");

    refused(
        item("narrow = apply", "id = id, n = n"),
        "item.n: is date, should be integer. Refused: neither type takes all values of the other: add a column of another name");
  }

  // ---- rename

  @Test
  void aRenamedColumnKeepsItsValuesItsKeyAndWhatRefersToIt() {
    String family =
        """
        item {
          fields { %s }
          root = item
          tables {
            box  { key = [NAME], columns { NAME { sql = n, type = integer WAS } } }
            item { key = [id], columns { id = id, BOX { sql = n, type = integer BEFORE } }, references { box { columns = [BOX] } } }
          }
        }
        """
            .formatted(FIELDS);
    ran(family.replace("NAME", "n").replace("WAS", "").replace("BOX", "box").replace("BEFORE", ""));

    change(
        family
            .replace("NAME", "number")
            .replace("WAS", ", was = n")
            .replace("BOX", "box_number")
            .replace("BEFORE", ", was = box"));

    assertThat(server.rows("select id, box_number from item order by 1"))
        .containsExactly(List.of("a", "1"), List.of("next", "5"));
    assertThat(server.column("select number from box order by 1")).containsExactly("1", "5");
    assertThat(
            server.column(
                "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'item'::regclass"))
        .containsExactly("FOREIGN KEY (box_number) REFERENCES box(number)");
  }

  @Test
  void aRenamedColumnMayBecomeWiderAtOnce() {
    ran(PLAIN);

    change(item("", "id = id, k { sql = n, type = bigint, was = n }"));

    assertThat(columns("item")).contains("k bigint").doesNotContain("n integer");
    assertThat(server.column("select k from item where id = 'a'")).containsExactly("1");
  }

  @Test
  void withoutWasANameIsAColumnThatGoesAndOneThatComes() {
    ran(PLAIN);

    refused(
        item("", "id = id, k = n"),
        "item.n: is integer, should be absent. Refused (schema-change.drop = fail): its values would be lost");
    refused(
        item("rename = fail", "id = id, k { sql = n, type = integer, was = n }"),
        "item.k: is n, should be k. Refused (schema-change.rename = fail): the policy says so");
  }

  // ---- drop

  @Test
  void aColumnIsDroppedOnlyWhereThePolicySaysSo() {
    ran(PLAIN);

    refused(
        item("", "id = id"),
        "item.n: is integer, should be absent. Refused (schema-change.drop = fail): its values would be lost");
    change(item("drop = ignore", "id = id"));
    assertThat(columns("item")).contains("n integer");
    change(item("drop = apply", "id = id"));
    assertThat(columns("item")).doesNotContain("n integer");
  }

  @Test
  void aColumnThatStaysMustNotAskForValues() {
    ran(item("", "id = id, n { sql = n, type = integer, not-null = true }"));

    refused(
        item("drop = ignore", "id = id"),
        "no row can be written without a value for it: give it a default, or write drop = lenient");
    change(item("drop = lenient", "id = id"));
    assertThat(columns("item")).contains("n integer");
    assertThat(server.column("select n from item where id = 'next'"))
        .containsExactly((String) null);
  }

  // ---- nullability

  @Test
  void aTableBecomesLessStrictAndNotMore() {
    ran(item("", "id = id, n { sql = n, type = integer, not-null = true }"));

    change(PLAIN);
    assertThat(columns("item")).contains("n integer");
    change(item("", "id = id, n { sql = n, type = integer, not-null = true }"));
    assertThat(columns("item")).contains("n integer");
  }

  @Test
  void aTableBecomesStrictWhereEveryRowHasAValue() {
    ran(PLAIN);
    String strict =
        item("nullability = apply", "id = id, n { sql = n, type = integer, not-null = true }");
    server.execute("update item set n = null");
    refused(strict, "a stored row has no value: give it one, or write nullability = lenient");

    server.execute("update item set n = 1");
    change(strict);
    assertThat(columns("item")).contains("n integer not null");
  }

  @Test
  void aStrictTableStaysAndRecordsWithoutAValueAreRefused() {
    ran(item("", "id = id, n { sql = n, type = integer, not-null = true }"));

    Pipeline pipeline = open(item("nullability = quarantine", "id = id, n = n"));

    assertThat(pipeline.kind("item").rootTable().column("n").orElseThrow().nullable()).isFalse();
    refused(item("nullability = fail", "id = id, n = n"), "(schema-change.nullability = fail)");
  }

  // ---- reference

  private static final String BOXED =
      """
      item {
        fields { %s }
        root = item
        tables {
          box  { key = [c], columns { c = c }, when = "c is not null" }
          item { SCHEMAkey = [id], columns { id = id COLUMN } REFERENCE }
        }
      }
      """
          .formatted(FIELDS);
  private static final String REFERENCE = ", references { box { columns = [c] } }";

  @Test
  void aReferenceOfNewColumnsComesWithThem() {
    ran(boxed("", "", ""));
    try (TestRun run = new TestRun(server, pipeline(boxed("", ", c = c", REFERENCE)))) {
      run.batch().record("item", at(2), "id", "b", "c", "blue").commit();
    }

    assertThat(foreignKeys()).containsExactly("FOREIGN KEY (c) REFERENCES box(c)");
  }

  @Test
  void aReferenceOfColumnsThatAreThereComesAndGoesWhereThePolicySaysSo() {
    ran(boxed("", ", c = c", ""));
    refused(
        boxed("", ", c = c", REFERENCE),
        "item foreign key (c): is absent, should be references public.box (c). Refused (schema-change.reference = fail): the policy says so");

    change(boxed("reference = apply", ", c = c", REFERENCE));
    assertThat(foreignKeys()).hasSize(1);
    change(boxed("reference = apply", ", c = c", ""));
    assertThat(foreignKeys()).isEmpty();
  }

  @Test
  void aForeignKeyThatBecomesPartOfACircleIsCheckedAtTheEnd() {
    String circle =
        """
        item {
          fields { %s }
          root = item
          tables {
            box  { key = [c], columns { c = c BACK } REFERENCE }
            item { key = [id], columns { id = id, c = c }, references { box { columns = [c], orphan = stub } } }
          }
        }
        """
            .formatted(FIELDS);
    String line = circle.replace("BACK", "").replace("REFERENCE", "");
    ran(line);

    change(
        circle
            .replace("BACK", ", top = id")
            .replace("REFERENCE", ", references { item { columns = [top], orphan = stub } }"));

    assertThat(foreignKeys())
        .containsExactly("FOREIGN KEY (c) REFERENCES box(c) DEFERRABLE INITIALLY DEFERRED");
  }

  @Test
  void rowsWithoutAParentForbidAReference() {
    ran(boxed("", ", c = c", ""));
    server.execute("update item set c = 'lost'");

    assertThatThrownBy(() -> open(boxed("reference = apply", ", c = c", REFERENCE)))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessage(
            "item foreign key (c): is absent, should be references public.box (c). It cannot be changed, because stored rows do not allow it (SQLSTATE 23503). Correct them, or the definition or its schema-change");
    assertThat(foreignKeys()).isEmpty();
  }

  // ---- new-table

  private static final String COLOURED =
      """
      item {
        fields { %s }
        root = item
        tables {
          colour { SCHEMAkey = [c], columns { c = c }, when = "c is not null" }
          item { key = [id], columns { id = id, n = n } }
        }
      }
      """
          .formatted(FIELDS);

  @Test
  void aNewTableComesWithTheFirstBatch() {
    ran(PLAIN);
    try (TestRun run = new TestRun(server, pipeline(COLOURED.replace("SCHEMA", "")))) {
      assertThat(server.column("select to_regclass('colour')")).containsExactly((String) null);
      run.batch().record("item", at(2), "id", "b", "c", "blue").commit();
    }

    assertThat(server.column("select c from colour")).containsExactly("blue");
    assertThat(
            server.column(
                "select place from assay.schema_change where batch_id is not null and statement like 'create table%'"))
        .containsExactly("colour");
  }

  @Test
  void aNewTableIsLeftOutOrToldWhereThePolicySaysSo() {
    ran(PLAIN);
    change(COLOURED.replace("SCHEMA", "schema-change { new-table = ignore }, "));
    assertThat(server.column("select to_regclass('colour')")).containsExactly((String) null);

    refused(
        COLOURED.replace("SCHEMA", "schema-change { new-table = fail }, "),
        "colour: is absent, should be a table. Refused (schema-change.new-table = fail): the policy says so");
  }

  // ---- what no policy allows

  @Test
  void aSequenceThatComesLaterIsRefused() {
    ran(PLAIN);

    refused(
        PLAIN.replace("root = item", "sequence = n, root = item"),
        "item.assay_sequence: is absent, should be integer. Refused: stored rows have no sequence to compare with");
  }

  @Test
  void anotherKeyIsRefused() {
    ran(PLAIN);

    refused(
        item("", "id = id, n = n").replace("key = [id]", "key = [id, n]"),
        "item primary key: is (id), should be (id, n). Refused: the key of a table is never changed");
  }

  // ----

  /** Longer than an index entry may be, whatever PostgreSQL compresses. */
  private static String incompressible() {
    StringBuilder text = new StringBuilder();
    new Random(1).ints(20_000, 'a', 'z').forEach(c -> text.append((char) c));
    return text.toString();
  }

  private static String item(String policy, String columns) {
    String schema = policy.isEmpty() ? "" : "schema-change { " + policy + " }, ";
    return """
        item {
          fields { %s }
          root = item
          tables { item { %skey = [id], columns { %s } } }
        }
        """
        .formatted(FIELDS, schema, columns);
  }

  private static String boxed(String policy, String column, String reference) {
    return BOXED
        .replace("SCHEMA", policy.isEmpty() ? "" : "schema-change { " + policy + " }, ")
        .replace("COLUMN", column)
        .replace("REFERENCE", reference);
  }

  private static Pipeline pipeline(String kind) {
    return TestRun.pipeline(kind);
  }

  /** Lets a run of the definition apply one record. */
  private void ran(String kind) {
    try (TestRun run = new TestRun(server, pipeline(kind))) {
      run.batch().record("item", at(1), "id", "a", "n", 1, "c", "green").commit();
    }
  }

  /** Starts a run and ends it; gives the definition that it worked by. */
  private Pipeline open(String kind) {
    try (TestRun run = new TestRun(server, pipeline(kind))) {
      return run.database().pipeline();
    }
  }

  /** Lets another definition apply another record. */
  private void change(String kind) {
    try (TestRun run = new TestRun(server, pipeline(kind))) {
      run.batch().record("item", at(next++), "id", "next", "n", 5).commit();
    }
  }

  private void refused(String kind, String line) {
    List<String> before = columns("item");
    assertThatThrownBy(() -> open(kind))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining(line);
    assertThat(columns("item")).isEqualTo(before);
  }

  private List<String> foreignKeys() {
    return server.column(
        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = 'item'::regclass");
  }

  private List<String> columns(String table) {
    return server.column(
        "select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end"
            + " from pg_attribute where attrelid = '%s'::regclass and attnum > 0 and not attisdropped order by 1"
                .formatted(table));
  }
}
