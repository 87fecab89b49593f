package io.assay.postgres.staging;

import static io.assay.postgres.Definitions.column;
import static io.assay.postgres.Definitions.kind;
import static io.assay.postgres.Definitions.pipeline;
import static io.assay.postgres.Definitions.referencing;
import static io.assay.postgres.Definitions.table;
import static io.assay.postgres.Definitions.text;
import static io.assay.postgres.staging.StagingFixture.ANYWHERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType.Simple;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StagingWriterTest {
  private static final Table COLOUR = table("colour", text("name"));
  private static final Table THING =
      referencing(
          table("thing", text("id"), column("size", Simple.INTEGER), text("colour")),
          "colour",
          new OrphanPolicy.Hold(Duration.ofHours(1), new OrphanPolicy.Reject()),
          "colour");
  private static final Pipeline THINGS = pipeline("things", kind("thing", COLOUR, THING));

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private StagingFixture staging;
  private StagingLayout layout;
  private String things;

  @BeforeEach
  void createStaging() {
    staging = new StagingFixture(database, THINGS);
    layout = staging.layout();
    things = staging.rows("thing", "thing");
  }

  @AfterEach
  void dropStaging() {
    staging.close();
  }

  @Test
  void writesTheAttemptAndTheCoordinatesBeforeTheColumns() {
    try (StagingWriter writer = new StagingWriter(layout, 42)) {
      Coordinates coordinates = new Coordinates("rec.ords-1", 3, 1L << 40, 1_600_000_000_123_456L);
      thing(writer, coordinates, "a", 5);
      writer.finish();
    }

    assertThat(database.rows("select * from " + things))
        .containsExactly(
            Arrays.asList(
                "42",
                "rec.ords-1",
                "3",
                "1099511627776",
                "2020-09-13 12:26:40.123456+00",
                null,
                "0",
                "a",
                "5",
                null));
  }

  @Test
  void hasATableForEverySortOfRow() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      writer.row(layout.rowTable("thing", "colour"), ANYWHERE).nul().text("red");
      writer
          .row(layout.recordTable("thing"), ANYWHERE)
          .int4(1)
          .nul()
          .bytes(new byte[] {0, (byte) 0xFF})
          .textArray(Arrays.asList("a", null))
          .bytesArray(Arrays.asList(null, new byte[0]));
      writer.row(layout.quarantineTable(), ANYWHERE).nul().int4(7);
      writer
          .row(layout.findingTable(), ANYWHERE)
          .text("thing")
          .text("rule")
          .text("REJECT")
          .nul()
          .nul()
          .text("no colour")
          .int4(7);
      writer.finish();
    }

    assertThat(last(layout.rowTable("thing", "colour"), "name")).isEqualTo("red");
    assertThat(last(layout.recordTable("thing"), "value")).isEqualTo("\\x00ff");
    assertThat(last(layout.recordTable("thing"), "header_keys")).isEqualTo("{a,NULL}");
    assertThat(last(layout.recordTable("thing"), "header_values")).isEqualTo("{NULL,\"\\\\x\"}");
    assertThat(last(layout.quarantineTable(), "kind")).isNull();
    assertThat(last(layout.quarantineTable(), "schema_id")).isEqualTo("7");
    assertThat(last(layout.findingTable(), "message")).isEqualTo("no colour");
    assertThat(last(layout.findingTable(), "schema_id")).isEqualTo("7");
  }

  @Test
  void flushesAsOftenAsABufferIsFullAndKeepsEveryRow() {
    String megabyte = "é".repeat(StagingWriter.FLUSH_SIZE / 2);
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      for (int i = 0; i < 5; i++) {
        thing(writer, ANYWHERE, i + megabyte, i);
      }
      assertThat(database.value("select count(*) from " + things)).isEqualTo("4");
      for (int i = 5; i < 200_000; i++) {
        thing(writer, ANYWHERE, "thing " + i, i);
      }
      writer.finish();
    }

    assertThat(database.value("select count(distinct size) from " + things)).isEqualTo("200000");
    assertThat(database.value("select count(*) from " + things + " where length(id) > 500000"))
        .isEqualTo("5");
  }

  @Test
  void leavesNothingOfABufferThatWasNotFlushed() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      thing(writer, ANYWHERE, "x".repeat(StagingWriter.FLUSH_SIZE + 1), 1);
      thing(writer, ANYWHERE, "not flushed", 2);
      writer.row(layout.rowTable("thing", "thing"), ANYWHERE).nul();
    }

    assertThat(database.column("select size from " + things)).containsExactly("1");
  }

  @Test
  void keepsTheRowsOfTwoAttemptsApart() {
    try (StagingWriter first = new StagingWriter(layout, 1);
        StagingWriter second = new StagingWriter(layout, 2)) {
      thing(first, ANYWHERE, "a", 10);
      thing(second, ANYWHERE, "a", 20);
      first.finish();
      second.finish();
    }

    assertThat(database.column("select size from " + things + " where _attempt = 2"))
        .containsExactly("20");
  }

  @Test
  void refusesARowWithAColumnTooFew() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      writer.row(layout.rowTable("thing", "thing"), ANYWHERE).nul().int2((short) 0).text("a");

      assertThatThrownBy(writer::finish)
          .isInstanceOfSatisfying(
              AssayException.class,
              e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.INTERNAL))
          .hasMessageContaining("a row has 8 of 10 columns; size comes next");
    }
    assertThat(database.rows("select * from " + things)).isEmpty();
  }

  @Test
  void refusesARowWithAColumnTooMany() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      CopyBuffer row = thing(writer, ANYWHERE, "a", 1);

      assertThatThrownBy(() -> row.text("more")).hasMessageContaining("more than its 10 columns");
      assertThatThrownBy(row::nul).hasMessageContaining("more than its 10 columns");
    }
  }

  @Test
  void refusesAValueOfAnotherTypeThanItsColumn() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      CopyBuffer row =
          writer.row(layout.rowTable("thing", "thing"), ANYWHERE).nul().int2((short) 0).text("a");

      assertThatThrownBy(() -> row.int8(5))
          .hasMessageContaining(
              "a value of the type bigint was written to the column size, which is integer");
    }
  }

  @Test
  void takesNothingAfterItHasFinished() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      writer.finish();

      assertThatThrownBy(() -> writer.row(0, ANYWHERE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended");
    }
  }

  @Test
  void opensNoConnectionWithoutRows() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      writer.finish();

      assertThat(sessions()).isEmpty();
    }
  }

  @Test
  void isFoundByItsApplicationName() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      thing(writer, ANYWHERE, "a", 1);
      writer.finish();

      assertThat(sessions()).containsExactly(layout.applicationName());
      assertThat(layout.applicationName()).startsWith("assay/things/").hasSizeLessThan(64);
    }
  }

  @Test
  void tellsThatTheStagingTableIsGone() {
    database.execute(layout.table(layout.rowTable("thing", "thing")).drop());
    try (StagingWriter writer = new StagingWriter(layout, 9)) {
      thing(writer, ANYWHERE, "a", 1);

      assertThatThrownBy(writer::finish)
          .isInstanceOf(AssayException.class)
          .hasMessageStartingWith("Cannot stage rows of the attempt 9 (assay: pipeline things, run")
          .hasMessageContaining("SQLSTATE 42P01");
    }
  }

  @Test
  void leavesNothingOfAFlushThatTheServerCutShort() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      thing(writer, ANYWHERE, "x".repeat(StagingWriter.FLUSH_SIZE + 1), 1);
      thing(writer, ANYWHERE, "lost", 2);
      database.administer(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '%s'"
              .formatted(layout.applicationName()));

      assertThatThrownBy(writer::finish)
          .isInstanceOfSatisfying(
              AssayException.class,
              e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL));
    }
    assertThat(database.column("select size from " + things)).containsExactly("1");
  }

  @Test
  void neverShowsTheValueThatTheServerRefuses() {
    try (StagingWriter writer = new StagingWriter(layout, 1)) {
      byte[] latin1 = "caf\u00e9 secret".getBytes(StandardCharsets.ISO_8859_1);
      writer
          .row(layout.rowTable("thing", "thing"), ANYWHERE)
          .nul()
          .int2((short) 0)
          .text(latin1, 0, latin1.length)
          .nul()
          .nul();

      assertThatThrownBy(writer::finish)
          .isInstanceOfSatisfying(
              AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.DATA))
          .hasMessageContaining("SQLSTATE 22021")
          .hasStackTraceContaining("SQLSTATE 22021")
          .extracting(e -> e.getMessage() + e.getCause())
          .asString()
          .doesNotContain("secret", "0xe9");
    }
  }

  @Test
  void travelsToTheExecutors() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(layout);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StagingLayout arrived = (StagingLayout) in.readObject();
      try (StagingWriter writer = new StagingWriter(arrived, 1)) {
        thing(writer, ANYWHERE, "far away", 1);
        writer.finish();
      }
    }

    assertThat(database.column("select id from " + things)).containsExactly("far away");
  }

  @Test
  void saysInTheDatabaseWhatATableIsFor() {
    assertThat(database.value("select obj_description('%s'::regclass)".formatted(things)))
        .startsWith("assay: pipeline things, run ")
        .endsWith(", rows of the kind thing for the table thing");
    assertThat(
            database.value(
                "select relpersistence from pg_class where oid = '%s'::regclass".formatted(things)))
        .isEqualTo("u");
  }

  @Test
  void doesNotKnowTablesOfOtherPipelines() {
    assertThatThrownBy(() -> layout.rowTable("thing", "nothing"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "No staging table for rows of the kind thing for the table nothing in the pipeline things");
  }

  private CopyBuffer thing(StagingWriter writer, Coordinates coordinates, String id, int size) {
    return writer
        .row(layout.rowTable("thing", "thing"), coordinates)
        .nul()
        .int2((short) 0)
        .text(id)
        .int4(size)
        .nul();
  }

  private String last(int table, String column) {
    return database.value("select %s from %s".formatted(column, layout.table(table).sql()));
  }

  private List<String> sessions() {
    return database.column(
        "select application_name from pg_stat_activity where datname = current_database()"
            + " and application_name like 'assay/%'");
  }
}
