package io.assay.postgres.staging;

import static io.assay.postgres.Definitions.column;
import static io.assay.postgres.Definitions.kind;
import static io.assay.postgres.Definitions.pipeline;
import static io.assay.postgres.Definitions.table;
import static io.assay.postgres.Definitions.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType.Simple;
import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one task attempt sends of a dimension's rows. */
class DimensionRowsTest {
  private static final Table COLOUR =
      table("colour", text("name"), column("shade", Simple.INTEGER));
  private static final Pipeline THINGS =
      pipeline("things", kind("thing", COLOUR, table("thing", text("id"))));

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private StagingFixture staging;
  private int colours;
  private String table;

  @BeforeEach
  void createStaging() {
    staging = new StagingFixture(database, THINGS);
    colours = staging.layout().rowTable("thing", "colour");
    table = staging.rows("thing", "colour");
  }

  @AfterEach
  void dropStaging() {
    staging.close();
  }

  @Test
  void theGreatestVersionOfAKeyIsSentWhateverTheOrder() {
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      colour(writer, Keep.NEWEST, 0, 7, "red", 1, 5, 7);
      colour(writer, Keep.NEWEST, 0, 8, "red", 2, 6, 8);
      colour(writer, Keep.NEWEST, 0, 9, "red", 3, 5, 9);
      colour(writer, Keep.NEWEST, 0, 9, "blue", 4, 5, 9);
      writer.finish();
    }

    assertThat(rows())
        .containsExactly(List.of("0", "8", "red", "2"), List.of("0", "9", "blue", "4"));
  }

  @Test
  void theLeastVersionIsSentWhereTheFirstStays() {
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      colour(writer, Keep.FIRST, 0, 8, "red", 2, 8);
      colour(writer, Keep.FIRST, 0, 7, "red", 1, 7);
      colour(writer, Keep.FIRST, 0, 9, "red", 3, 9);
      writer.finish();
    }

    assertThat(rows()).containsExactly(List.of("0", "7", "red", "1"));
  }

  @Test
  void eachPartitionHasItsOwnNewest() {
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      colour(writer, Keep.NEWEST, 0, 7, "red", 1, 7);
      colour(writer, Keep.NEWEST, 1, 3, "red", 2, 3);
      colour(writer, Keep.NEWEST, 1, 4, "red", 3, 4);
      writer.finish();
    }

    assertThat(rows())
        .containsExactly(List.of("0", "7", "red", "1"), List.of("1", "4", "red", "3"));
  }

  @Test
  void aLongRowTakesThePlaceOfAShortOne() {
    String long1 = "x".repeat(5000);
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      DimensionRows rows = writer.dimension(colours, List.of("shade"), Keep.NEWEST);
      for (String name : List.of("short", long1, "brief")) {
        Coordinates at = new Coordinates("things", 0, name.length(), 0);
        rows.key().int4(1);
        if (rows.begins(new long[] {name.length()}, at)) {
          writer.dimensionRow(colours, at).nul().text(name).int4(1);
        }
      }
      writer.finish();
    }

    assertThat(rows()).containsExactly(List.of("0", "5000", long1, "1"));
  }

  @Test
  void manyKeysAreSentInPartsAndNoneIsLost() {
    int keys = 40_000;
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      for (int i = 0; i < 3 * keys; i++) {
        colour(writer, Keep.NEWEST, 0, i, "c" + i % keys, i, i);
      }
      writer.finish();
    }

    assertThat(database.rows("select count(distinct name), max(shade) from " + table))
        .containsExactly(List.of("40000", "119999"));
    assertThat(
            database.rows(
                "select count(*) from (select name, max(shade) as newest from "
                    + table
                    + " group by name) n where newest < 80000"))
        .containsExactly(List.of("0"));
  }

  @Test
  void rowsThatHaveKeysOfTheirOwnAreNoLongerHeld() {
    int keys = 40_000;
    try (StagingWriter writer = new StagingWriter(staging.layout(), 1)) {
      for (int i = 0; i < keys; i++) {
        colour(writer, Keep.NEWEST, 0, i, "c" + i, i, i);
      }
      assertThat(writer.dimension(colours, List.of("name"), Keep.NEWEST).isWorthwhile()).isFalse();
      writer.finish();
    }

    assertThat(database.rows("select count(*), count(distinct name) from " + table))
        .containsExactly(List.of("40000", "40000"));
  }

  private void colour(
      StagingWriter writer,
      Keep keep,
      int partition,
      long offset,
      String name,
      int shade,
      long... version) {
    Coordinates at = new Coordinates("things", partition, offset, 0);
    DimensionRows rows = writer.dimension(colours, List.of("name"), keep);
    if (!rows.isWorthwhile()) {
      writer.row(colours, at).nul().text(name).int4(shade);
      return;
    }
    rows.key().text(name);
    if (rows.begins(version, at)) {
      writer.dimensionRow(colours, at).nul().text(name).int4(shade);
    }
  }

  private List<List<String>> rows() {
    return database.rows(
        "select _partition, _offset, name, shade from " + table + " order by 1, 2, 3");
  }
}
