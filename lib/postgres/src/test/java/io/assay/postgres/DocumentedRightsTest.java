package io.assay.postgres;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.postgres.merge.TestRun;
import io.assay.postgres.report.LedgerReport;
import io.assay.postgres.report.TopicTotals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rights that docs/operations.md says a role needs are enough. */
class DocumentedRightsTest {
  private static final Pipeline ITEMS =
      TestRun.pipeline(
          """
          item {
            fields { id { from = id, type = text } }
            root = item
            tables { item { key = [id], columns { id = id } } }
          }
          """);
  private static final int TO_MAKE_EVERYTHING = 0;
  private static final int FOR_TABLES_OF_OTHERS = 1;
  private static final int WHERE_ALL_IS_ANOTHERS = 2;
  private static final int TO_READ = 3;
  private static final int OF_A_SUPERUSER = 4;

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @BeforeEach
  void makeRoles() {
    for (String role : List.of("assay_job", "assay_reader")) {
      database.administer(
          "do $$ begin create role %s login; exception when duplicate_object then null; end $$"
              .formatted(role));
    }
    database.execute("revoke all on database " + database.name() + " from public");
  }

  @Test
  void withoutThemTheJobSaysWhatItMayNot() {
    assertThatThrownBy(() -> new TestRun(as("assay_job"), ITEMS))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.EXTERNAL))
        .hasMessageContaining("permission denied");
  }

  @Test
  void aRoleMakesEverythingItself() throws Exception {
    grant(TO_MAKE_EVERYTHING);

    apply("assay_job", 1);

    assertThat(database.column("select tableowner from pg_tables where tablename = 'item'"))
        .containsExactly("assay_job");
  }

  @Test
  void aRoleWorksOnTablesOfAnother() throws Exception {
    apply(TestDatabase.ROLE, 1);
    database.execute("drop schema assay cascade", "drop schema assay_staging cascade");
    grant(TO_MAKE_EVERYTHING);
    grant(FOR_TABLES_OF_OTHERS);

    apply("assay_job", 2);
  }

  @Test
  void aRoleThatMayMakeNothingWorksWhereAllIsAnothers() throws Exception {
    apply(TestDatabase.ROLE, 1);
    grant(WHERE_ALL_IS_ANOTHERS);

    apply("assay_job", 2);
  }

  @Test
  void aReaderReads() throws Exception {
    apply(TestDatabase.ROLE, 1);
    grant(TO_READ);

    try (Connection connection = connect("assay_reader")) {
      assertThat(new LedgerReport(connection, "test").topics())
          .containsExactly(new TopicTotals("a", 1, 1, 0, 0, 0, 0));
    }
  }

  @Test
  void aRoleMayMakeSureOfForeignKeysAtOnce() throws Exception {
    grant(TO_MAKE_EVERYTHING);
    database.administer(block(OF_A_SUPERUSER));

    try (Connection connection = connect("assay_job");
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
    }
    database.administer(block(OF_A_SUPERUSER).replace("grant", "revoke").replace(" to ", " from "));
  }

  @Test
  void theScriptForRolesLetsTheOwnerMakeTablesAndTheJobWriteRows() throws Exception {
    String script = Files.readString(Path.of("../../conf/database/roles.sql"));
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(script);
      statement.execute(script); // it may be run again
    }

    SchemaApplication.apply(as("assay_owner"), ITEMS, "v1");
    apply("assay_job", 1);

    assertThat(
            database.column(
                "select distinct tableowner from pg_tables where schemaname in ('assay', 'public')"))
        .containsExactly("assay_owner");
    try (Connection connection = connect("assay_job");
        Statement statement = connection.createStatement()) {
      for (String statementOfOwner :
          List.of(
              "drop table item",
              "alter table item add column more text",
              "truncate item",
              "create table mine (id integer)",
              "create table assay.mine (id integer)",
              "drop table assay.batch")) {
        assertThatThrownBy(() -> statement.execute(statementOfOwner))
            .as(statementOfOwner)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
    try (Connection connection = connect("assay_reader");
        Statement statement = connection.createStatement()) {
      assertThat(new LedgerReport(connection, "test").topics()).hasSize(1);
      assertThatThrownBy(() -> statement.execute("delete from item"))
          .hasMessageContaining("permission denied");
    }
  }

  /** Applies one record as that role. */
  private void apply(String role, long offset) {
    TestRun run = new TestRun(as(role), ITEMS);
    run.batch().record("item", at(offset), "id", "x" + offset).commit();
    run.close();
  }

  /** Does as the owner of the database what the block of the page says. */
  private void grant(int block) throws IOException {
    database.execute(block(block));
  }

  private String block(int block) throws IOException {
    List<String> blocks =
        Pattern.compile("(?ms)^```sql\\n(grant.*?)^```$")
            .matcher(Files.readString(Path.of("../../docs/operations.md")))
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(blocks).hasSize(5);
    return blocks
        .get(block)
        .replaceAll("```\\w*\\n?", "")
        .replace("database assay", "database " + database.name());
  }

  private Environment.Database as(String role) {
    Environment.Database own = database.environment();
    return new Environment.Database(
        own.url(), role, Optional.empty(), own.schema(), own.statementTimeout(), own.lockTimeout());
  }

  private Connection connect(String role) throws Exception {
    return DriverManager.getConnection(database.environment().url(), role, "");
  }
}
