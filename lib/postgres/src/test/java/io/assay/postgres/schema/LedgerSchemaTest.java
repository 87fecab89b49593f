package io.assay.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.TestDatabase;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LedgerSchemaTest {
  private static final String TABLES =
      "select relname from pg_class where relnamespace = to_regnamespace('assay') and relkind in ('r', 'v') order by 1";

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void makesTheTablesOfTheArchitecture() throws Exception {
    create();

    assertThat(database.column(TABLES))
        .containsExactly(
            "added_column",
            "alert",
            "applied",
            "batch",
            "batch_offsets",
            "batch_rule",
            "batch_table",
            "batch_topic",
            "deleted",
            "finding",
            "held",
            "history_end",
            "layout",
            "origin",
            "pipeline_version",
            "quarantine",
            "quarantine_change",
            "run",
            "schema_change",
            "stream");
    assertThat(database.column("select nspname from pg_namespace where nspname = 'assay_staging'"))
        .hasSize(1);
  }

  @Test
  void explainsEveryTableAndColumn() throws Exception {
    create();

    assertThat(
            database.column(
                "select c.relname || coalesce('.' || a.attname, '') from pg_class c"
                    + " left join pg_attribute a on a.attrelid = c.oid and attnum > 0"
                    + " where relnamespace = to_regnamespace('assay') and relkind = 'r'"
                    + " and (obj_description(c.oid) is null or col_description(c.oid, attnum) is null)"))
        .isEmpty();
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    create();
    String catalog =
        "select oid || '/' || xmin from pg_class where relnamespace = to_regnamespace('assay')";
    List<String> before = database.column(catalog);

    create();

    assertThat(database.column(catalog)).isEqualTo(before).isNotEmpty();
    assertThat(database.value("select version from assay.layout")).isEqualTo("1");
  }

  @Test
  void isMadeOnceWhenSeveralRunsStartTogether() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> starts =
          IntStream.range(0, 4)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        create();
                        return null;
                      })
              .toList();
      for (Future<Void> start : threads.invokeAll(starts)) {
        start.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(database.value("select count(*) from assay.layout")).isEqualTo("1");
  }

  @Test
  void refusesALedgerOfANewerLayout() throws Exception {
    create();
    database.execute("update assay.layout set version = 2");

    assertThatThrownBy(this::create)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageMatching(
            "The ledger in 127.0.0.1:\\d+/test_\\d+ has the layout 2, and this version of Assay knows"
                + " layouts up to 1. Use a newer version of Assay");
  }

  @Test
  void leavesASchemaOfSomebodyElseAlone() {
    database.execute("create schema assay", "create table assay.gold (carat int)");

    assertThatThrownBy(this::create)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("holds tables, but not those of a ledger");
    assertThat(database.column(TABLES)).containsExactly("gold");
  }

  @Test
  void worksInSchemasThatWereMadeForARoleWithoutTheRightToMakeThem() throws Exception {
    String role = TestDatabase.ROLE;
    database.execute("create schema assay", "create schema assay_staging");
    database.administer("alter database " + database.name() + " owner to postgres");

    create();

    assertThat(database.column(TABLES)).contains("batch");
    assertThat(database.value("select tableowner from pg_tables where tablename = 'batch'"))
        .isEqualTo(role);
  }

  @Test
  void tellsWhichRightsAreMissing() {
    database.administer("alter database " + database.name() + " owner to postgres");

    assertThatThrownBy(this::create)
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL))
        .hasMessageStartingWith("Cannot create the ledger (PostgreSQL 127.0.0.1:")
        .hasMessageContaining("SQLSTATE 42501): permission denied for database")
        .hasMessageContaining("Grant the role the rights that docs/operations.md lists");
    assertThat(database.column("select nspname from pg_namespace where nspname like 'assay%'"))
        .isEmpty();
  }

  @Test
  void theDatabaseItselfRefusesCountsThatDoNotAddUp() throws Exception {
    create();
    history();

    assertThatThrownBy(
            () ->
                database.execute(
                    "insert into assay.batch_topic values (1, 'orders', 10, 3, 2, 2, 1, 1, 0)"))
        .hasMessageContaining("nothing_vanishes");
  }

  @Test
  void leadsFromARowToTheRunThatMadeIt() throws Exception {
    create();
    history();
    database.execute(
        "create table item (item_id text, assay_batch bigint)",
        "insert into item values ('T1', 1)");

    assertThat(
            database.rows(
                "select item_id, pipeline, source, application_id, host, pipeline_version, definition"
                    + " from item join assay.origin using (assay_batch)"))
        .containsExactly(
            List.of(
                "T1", "orders", "lake", "app-1", "node-1", "0123456789abcdef", "the definition"));
  }

  @Test
  void leadsToTheOneDefinitionOfThePipelineThatMadeTheRow() throws Exception {
    create();
    history();
    database.execute(
        "insert into assay.pipeline_version values ('orders', 'fedcba9876543210', 'a later definition')",
        "insert into assay.pipeline_version values ('plant', '0123456789abcdef', 'of another pipeline')");

    assertThat(database.rows("select assay_batch, definition from assay.origin"))
        .containsExactly(List.of("1", "the definition"));
  }

  private void history() {
    database.execute(
        "insert into assay.pipeline_version values ('orders', '0123456789abcdef', 'the definition')",
        "insert into assay.run (run_id, pipeline, application_id, host, suite_version, pipeline_version)"
            + " values (gen_random_uuid(), 'orders', 'app-1', 'node-1', '0.1.0', '0123456789abcdef')",
        "insert into assay.batch (pipeline, run_id, source, spark_batch_id, started_at)"
            + " select pipeline, run_id, 'lake', 0, now() from assay.run");
  }

  private void create() throws Exception {
    try (Connection connection = database.connect()) {
      new LedgerSchema(new DatabaseConnector(database.environment())).create(connection);
    }
  }
}
