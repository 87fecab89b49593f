package io.assay.postgres.schema;

import static io.assay.postgres.Definitions.column;
import static io.assay.postgres.Definitions.kind;
import static io.assay.postgres.Definitions.pipeline;
import static io.assay.postgres.Definitions.referencing;
import static io.assay.postgres.Definitions.sequenced;
import static io.assay.postgres.Definitions.table;
import static io.assay.postgres.Definitions.text;
import static io.assay.postgres.Definitions.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TargetSchemaTest {
  private static final Table MATERIAL = table("material", text("name"));
  private static final Table PART =
      referencing(
          table(
              "part",
              2,
              text("name"),
              text("maker"),
              text("material"),
              column("weight", new ColumnType.Decimal(12, 3))),
          "material",
          new OrphanPolicy.Reject(),
          "material");
  private static final Table ITEM =
      referencing(
          table(
              "item",
              text("item_id"),
              text("part"),
              text("maker"),
              column("made_on", Simple.DATE),
              column("seen_at", Simple.TIMESTAMP),
              column("count", Simple.INTEGER),
              column("serial", Simple.BIGINT),
              column("size", Simple.DOUBLE),
              column("sold", Simple.BOOLEAN),
              column("tag", Simple.UUID),
              column("extra", Simple.JSON),
              column("photo", Simple.BINARY),
              column("names", new ColumnType.Array(Simple.TEXT)),
              column("prices", new ColumnType.Array(new ColumnType.Decimal(12, 3)))),
          "part",
          new OrphanPolicy.Stub(),
          "part",
          "maker");
  private static final RecordKind ITEMS =
      unique(sequenced(kind("items", MATERIAL, PART, ITEM), Simple.INTEGER), "item_id", "serial");
  private static final Pipeline PLANT = pipeline("plant", ITEMS);

  private static final SchemaAudit AUDIT = new SchemaAudit("plant", Optional.empty(), "1");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void makesColumnsAndStampsInTheOrderOfTheDefinition() throws Exception {
    create("public", PLANT);

    assertThat(columns("item"))
        .containsExactly(
            "item_id text not null",
            "part text",
            "maker text",
            "made_on date",
            "seen_at timestamp with time zone",
            "count integer",
            "serial bigint",
            "size double precision",
            "sold boolean",
            "tag uuid",
            "extra jsonb",
            "photo bytea",
            "names text[]",
            "prices numeric(12,3)[]",
            "assay_batch bigint not null",
            "assay_topic text not null",
            "assay_partition integer not null",
            "assay_offset bigint not null",
            "assay_time timestamp with time zone not null",
            "assay_sequence integer",
            "assay_processed_at timestamp with time zone not null",
            "assay_warnings text[]");
  }

  @Test
  void marksStubsOnlyInTablesThatMayHaveThem() throws Exception {
    create("public", PLANT);

    assertThat(columns("part")).contains("weight numeric(12,3)", "assay_stub boolean not null");
    assertThat(columns("material")).noneMatch(column -> column.startsWith("assay_stub"));
    assertThat(
            database.value(
                "select column_default from information_schema.columns where table_name = 'part' and column_name = 'assay_stub'"))
        .isEqualTo("false");
  }

  @Test
  void stampsTheSequenceOnlyWhereAKindDeclaresOne() throws Exception {
    create(
        "public",
        pipeline(
            "two",
            kind("plain", table("plain", text("id"))),
            sequenced(kind("dated", table("dated", text("id"))), Simple.DATE)));

    assertThat(columns("plain")).noneMatch(column -> column.startsWith("assay_sequence"));
    assertThat(columns("dated")).contains("assay_sequence date");
  }

  @Test
  void makesKeysAndIndexesForWhatIsLookedUp() throws Exception {
    create("public", PLANT);

    assertThat(definitions("contype = 'p'"))
        .containsExactly(
            "item: PRIMARY KEY (item_id)",
            "material: PRIMARY KEY (name)",
            "part: PRIMARY KEY (name, maker)");
    assertThat(definitions("contype = 'f'"))
        .containsExactly(
            "item: FOREIGN KEY (part, maker) REFERENCES part(name, maker)",
            "part: FOREIGN KEY (material) REFERENCES material(name)");
    assertThat(indexes())
        .containsExactly(
            "item (item_id)",
            "item (item_id, serial)",
            "item (part, maker)",
            "material (name)",
            "part (material)",
            "part (name, maker)");
  }

  @Test
  void makesNoIndexThatAnotherOneStandsIn() throws Exception {
    Table parent = table("parent", text("id"));
    Table child =
        referencing(
            table("child", 2, text("id"), text("step"), text("a"), text("b")),
            "parent",
            new OrphanPolicy.Reject(),
            "id");

    create(
        "public",
        pipeline(
            "few", unique(unique(unique(kind("k", parent, child), "a"), "a", "b"), "id", "step")));

    assertThat(indexes()).containsExactly("child (a, b)", "child (id, step)", "parent (id)");
  }

  @Test
  void explainsTablesAndColumns() throws Exception {
    create("public", PLANT);

    assertThat(database.value("select obj_description('item'::regclass)"))
        .isEqualTo("assay: pipeline plant, filled by items");
    assertThat(
            database.column(
                "select attname from pg_attribute where attrelid in ('item'::regclass, 'part'::regclass)"
                    + " and attnum > 0 and col_description(attrelid, attnum) is null"))
        .isEmpty();
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    create("public", PLANT);
    String catalog =
        "select oid || '/' || xmin from pg_class where relnamespace = 'public'::regnamespace order by 1";
    List<String> before = database.column(catalog);

    create("public", PLANT);

    assertThat(database.column(catalog)).isEqualTo(before).isNotEmpty();
  }

  @Test
  void makesTheSchemaWhereItIsAbsentWhateverItsName() throws Exception {
    String awkward = "The \"plant\"; drop schema public";

    create(awkward, PLANT);
    create(awkward, PLANT);

    assertThat(
            database.column(
                "select tablename from pg_tables where schemaname = '" + awkward + "' order by 1"))
        .containsExactly("item", "material", "part");
  }

  @Test
  void addsTheTablesThatAreNew() throws Exception {
    create("public", pipeline("plant", kind("items", MATERIAL)));

    create("public", pipeline("plant", kind("items", MATERIAL, PART)));

    assertThat(definitions("contype = 'f'"))
        .containsExactly("part: FOREIGN KEY (material) REFERENCES material(name)");
  }

  @Test
  void addsAnIndexForARuleThatIsNew() throws Exception {
    create("public", pipeline("plant", kind("items", MATERIAL, PART)));

    create("public", pipeline("plant", unique(kind("items", MATERIAL, PART), "weight")));

    assertThat(indexes()).contains("part (weight)");
  }

  @Test
  void takesATableThatSomebodyElseMadeWithTheSameShape() throws Exception {
    create("public", PLANT);
    database.execute(
        "alter table item alter column count set default 1",
        "alter table item add check (size > 0)",
        "create index on item (size)",
        "create table older (like item including all)",
        "alter table item rename constraint item_part_maker_fkey to part_of");

    create("public", PLANT);
  }

  @Test
  void listsEveryDifferenceAtOnceAndChangesNothing() throws Exception {
    create("public", PLANT);
    database.execute(
        "alter table item drop column extra",
        "alter table item add column colour text",
        "alter table item alter column made_on type text",
        "alter table item alter column size set not null",
        "alter table item drop column assay_warnings",
        "alter table item drop constraint item_part_maker_fkey",
        "alter table item add foreign key (part) references material",
        "alter table part alter column weight type numeric(10,2)",
        "alter table part drop constraint part_material_fkey",
        "alter table part add foreign key (material) references material on delete cascade",
        "alter table part drop constraint part_pkey",
        "alter table part add primary key (maker, name)",
        "create schema elsewhere");

    assertThatThrownBy(() -> create("public", PLANT))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageStartingWith("The tables in the schema \"public\" of 127.0.0.1:")
        .hasMessageContaining(" are not those of the pipeline plant:")
        .satisfies(
            e ->
                assertThat(e.getMessage().lines().filter(line -> line.startsWith("  ")).toList())
                    .containsExactlyInAnyOrder(
                        "  item.extra: is absent, should be jsonb. Would be done (schema-change.add-column = apply)",
                        "  item.colour: is text, should be absent. Refused (schema-change.drop = fail): its values would be lost",
                        "  item.made_on: is text, should be date. Refused (schema-change.narrow = fail): stored values may not fit",
                        "  item.size: is double precision not null, should be double precision. Would be done (schema-change.nullability = lenient)",
                        "  item.assay_warnings: is absent, should be text[]. Would be done (schema-change.add-column = apply)",
                        "  item foreign key (part, maker): is absent, should be references public.part (name, maker). Refused (schema-change.reference = fail): the policy says so",
                        "  item foreign key (part): is references public.material (name), should be absent. Refused (schema-change.reference = fail): the policy says so",
                        "  part.weight: is numeric(10,2), should be numeric(12,3). Would be done (schema-change.widen = apply)",
                        "  part foreign key (material): is references public.material (name) on delete cascade, should be references public.material (name). Refused (schema-change.reference = fail): the policy says so",
                        "  part primary key: is (maker, name), should be (name, maker). Refused: the key of a table is never changed"))
        .hasMessageContaining("Nothing was changed.");
    assertThat(columns("item")).contains("made_on text").doesNotContain("extra jsonb");
  }

  @Test
  void makesNothingWhereOneTableDiffers() {
    database.execute("create view part as select 1 as name");

    assertThatThrownBy(() -> create("public", PLANT))
        .hasMessageContaining("  part: is a view, should be a table. Refused: the name is taken");
    assertThat(database.column("select tablename from pg_tables where schemaname = 'public'"))
        .isEmpty();
  }

  @Test
  void makesNothingWhereOneStatementFails() throws Exception {
    database.execute("create type item as enum ('a')");

    assertThatThrownBy(() -> create("public", PLANT))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("Cannot create the tables of the pipeline plant (PostgreSQL ");
    assertThat(database.column("select tablename from pg_tables where schemaname = 'public'"))
        .isEmpty();
  }

  @Test
  void neverExecutesNamesOrExpressions() throws Exception {
    Table awkward =
        table(
            "Bobby\"; drop table \"x",
            text("select"),
            new Table.Column("a'b", "regexp_extract(x, '^\\\\d'); --", Simple.TEXT, true));

    create("public", pipeline("awkward", kind("k", awkward)));
    create("public", pipeline("awkward", kind("k", awkward)));

    assertThat(database.column("select tablename from pg_tables where schemaname = 'public'"))
        .containsExactly("Bobby\"; drop table \"x");
    assertThat(
            database.value(
                "select col_description('\"Bobby\"\"; drop table \"\"x\"'::regclass, 2)"))
        .isEqualTo("k: regexp_extract(x, '^\\\\d'); --");
  }

  @Test
  void refusesKindsWithSequencesOfDifferentTypesForOneTable() {
    Pipeline mixed =
        pipeline(
            "mixed",
            sequenced(kind("one", table("t", text("id"))), Simple.DATE),
            sequenced(kind("two", table("t", text("id"))), Simple.BIGINT));

    assertThatThrownBy(() -> create("public", mixed))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("sequences of different types (date; bigint) fill the table t");
  }

  @Test
  void leavesTheConnectionAsItWas() throws Exception {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      new LedgerSchema(connector()).create(connection);
      new TargetSchema(connector(), "public", PLANT).apply(connection, AUDIT);

      assertThat(connection.getAutoCommit()).isFalse();
    }
  }

  private void create(String schema, Pipeline pipeline) throws Exception {
    try (Connection connection = database.connect()) {
      new LedgerSchema(connector()).create(connection);
      new TargetSchema(connector(), schema, pipeline).apply(connection, AUDIT);
    }
  }

  private DatabaseConnector connector() {
    return new DatabaseConnector(database.environment());
  }

  private List<String> columns(String table) {
    return database.column(
        "select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end"
            + " from pg_attribute where attrelid = '%s'::regclass and attnum > 0 and not attisdropped order by attnum"
                .formatted(table));
  }

  private List<String> definitions(String condition) {
    return database.column(
        "select conrelid::regclass || ': ' || pg_get_constraintdef(oid) from pg_constraint"
            + " where connamespace = 'public'::regnamespace and %s order by 1"
                .formatted(condition));
  }

  private List<String> indexes() {
    return database.column(
        "select tablename || substring(indexdef from ' \\(.*$') from pg_indexes where schemaname = 'public' order by 1");
  }
}
