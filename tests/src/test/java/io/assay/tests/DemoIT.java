package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demo, twice: what newcomers run first tells the truth, and repeating it adds no row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
  private static final int RECORDS = 3000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private Map<String, String> variables;
  private Outcome firstDemo;
  private JsonNode firstFigures;
  private Map<String, Long> firstRows;
  private Outcome secondDemo;
  private JsonNode secondFigures;
  private Map<String, Long> secondRows;

  @BeforeAll
  void runItTwice() throws Exception {
    variables = Map.of("ASSAY_SANDBOX", directory.resolve("sandbox").toString());
    firstDemo = demo();
    firstFigures = figures();
    firstRows = rows();
    secondDemo = demo();
    secondFigures = figures();
    secondRows = rows();
  }

  @AfterAll
  void endTheSandbox() {
    AssayCommand.run(variables, "sandbox", "down", "--delete");
  }

  private Outcome demo() {
    Outcome outcome =
        AssayCommand.run(
            variables,
            "demo",
            "--keep",
            "--records",
            Integer.toString(RECORDS),
            "--json",
            directory.resolve("out.json").toString());
    assertThat(outcome.status()).as(outcome.output() + outcome.errors()).isZero();
    return outcome;
  }

  private JsonNode figures() throws IOException {
    return JSON.readTree(Files.readString(directory.resolve("out.json")));
  }

  private static Map<String, Long> tables(JsonNode figures) {
    Map<String, Long> tables = new TreeMap<>();
    figures.get("tables").properties().forEach(t -> tables.put(t.getKey(), t.getValue().asLong()));
    return tables;
  }

  private Map<String, Long> rows() throws IOException, SQLException {
    Path sandbox = directory.resolve("sandbox");
    Matcher url =
        Pattern.compile("jdbc:postgresql://[^\"]*")
            .matcher(Files.readString(sandbox.resolve("environment.conf")));
    assertThat(url.find()).isTrue();
    Properties login = new Properties();
    login.setProperty("user", "assay");
    login.setProperty("password", Files.readString(sandbox.resolve("postgres/password")));
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(url.group(), login)) {
      for (String table : tables(figures()).keySet()) {
        rows.put(table, Ledger.number(connection, "select count(*) from " + table));
      }
    }
    return rows;
  }

  private static void addsUp(JsonNode counts) {
    long fates = 0;
    for (String fate : new String[] {"applied", "quarantined", "filtered", "superseded", "held"}) {
      fates += counts.get(fate).asLong();
    }
    assertThat(fates).isEqualTo(counts.get("raw").asLong());
  }

  @Test
  void everyRecordHasOneFate() {
    assertThat(firstFigures.get("records").get("raw").asLong()).isEqualTo(RECORDS);
    assertThat(secondFigures.get("records").get("raw").asLong()).isEqualTo(2 * RECORDS);
    addsUp(firstFigures.get("records"));
    addsUp(secondFigures.get("records"));
    firstFigures.get("topics").forEach(DemoIT::addsUp);
    secondFigures.get("topics").forEach(DemoIT::addsUp);
  }

  @Test
  void theFiguresAreThoseOfTheDatabase() {
    assertThat(tables(firstFigures)).isEqualTo(firstRows).containsKey("item");
    assertThat(firstRows.values()).allMatch(rows -> rows > 0);
    assertThat(tables(secondFigures)).isEqualTo(secondRows);
  }

  @Test
  void theSameRecordsAgainAddNoRow() {
    assertThat(secondRows).isEqualTo(firstRows);
  }

  @Test
  void aRowIsTracedToItsBytes() {
    assertThat(firstDemo.output()).contains("One row, traced back to its bytes", "raw bytes");
    assertThat(secondDemo.output()).contains("raw bytes").doesNotContain("not in the raw table");
  }
}
