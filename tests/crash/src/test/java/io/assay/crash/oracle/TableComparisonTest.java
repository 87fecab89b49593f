package io.assay.crash.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.crash.feed.Row;
import io.assay.crash.feed.Table;
import io.assay.sandbox.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableComparisonTest {
  private static final Table ITEM = new Table("item", List.of("id"), List.of("name"));
  @TempDir static Path directory;
  private static PostgresServer server;
  private static Connection connection;
  private final Differences differences = new Differences();

  @BeforeAll
  static void startServer() throws SQLException {
    server = PostgresServer.start(directory);
    connection = server.connect();
  }

  @AfterAll
  static void endServer() throws SQLException {
    connection.close();
    server.close();
  }

  @BeforeEach
  void makeTable() throws SQLException {
    execute("drop table if exists item");
    execute(
        "create table item (id bigint, name text, assay_topic text, assay_partition int, assay_offset bigint, assay_warnings text[])");
    execute("insert into item values (1, 'one', 't', 0, 3, null), (2, null, 't', 0, 4, '{odd}')");
  }

  private static void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static ExpectedRow row(String id, String name, long offset, String... warnings) {
    return new ExpectedRow(
        new Row(ITEM, List.of(id), Arrays.asList(name), List.of(warnings)),
        1,
        new Place("t", 0, offset, 0));
  }

  private void compare(ExpectedRow... rows) throws SQLException {
    Map<List<String>, ExpectedRow> expected = new java.util.HashMap<>();
    for (ExpectedRow row : rows) {
      expected.put(row.row().key(), row);
    }
    new TableComparison(connection, differences).compare(ITEM, expected);
  }

  @Test
  void theSameRowsAreNoDifference() throws SQLException {
    compare(row("1", "one", 3), row("2", null, 4, "odd"));

    assertThat(differences.lines()).isEmpty();
  }

  @Test
  void aMissingRowIsLost() throws SQLException {
    compare(row("1", "one", 3), row("2", null, 4, "odd"), row("3", "three", 5));

    assertThat(differences.lost()).isEqualTo(1);
    assertThat(differences.lines())
        .containsExactly("lost: item [3] is not there: [three] t/0/5 []");
  }

  @Test
  void aRowThatMustBeGoneDiffers() throws SQLException {
    compare(row("1", "one", 3));

    assertThat(differences.lines())
        .containsExactly("different: item [2] must not be there, but is: [null] t/0/4 [odd]");
  }

  @Test
  void anotherValueOrStampDiffers() throws SQLException {
    compare(row("1", "uno", 3), row("2", null, 5, "odd"));

    assertThat(differences.different()).isEqualTo(2);
  }
}
