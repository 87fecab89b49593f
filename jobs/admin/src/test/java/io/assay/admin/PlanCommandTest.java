package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.model.file.Rendered;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.runtime.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan} and {@code apply}: what they say, what they do, how they end. */
class PlanCommandTest {
  private static final String SHOP =
      """
      pipeline = shop
      source { topics = [planned-orders], format = json }
      silver = false
      records {
        order {
          fields { id { from = id, type = text }, n { from = n, type = integer }, at { from = place, type = text } }
          root = orders
          tables {
            place  { key = [name], columns { name = at }, when = "at is not null" }
            orders {
              key = [id]
              columns { id = id, n = n, at = at }
              references { place { columns = [at], orphan = stub } }
            }
          }
        }
      }
      """;

  private final Servers servers = new Servers();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
  @TempDir Path folder;

  @BeforeAll
  static void topics() {
    Servers.topic("planned-orders");
  }

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void anEmptyDatabaseIsToBeFilledAndThenNothingIsToDo() {
    assertThat(plan(SHOP)).isEqualTo(ExitStatus.CHANGES);
    assertThat(said())
        .contains("create table \"public\".\"orders\"")
        .contains("create index on \"public\".\"orders\" (\"at\")")
        .contains("order, as Spark has them\n\n  id                               string")
        .contains("  n                                int")
        .contains("safe: no batch was committed yet")
        .contains(", 0 faults.");
    assertThat(servers.column("select 1 from pg_tables where tablename = 'orders'")).isEmpty();

    assertThat(apply(SHOP)).isEqualTo(ExitStatus.STOPPED);
    assertThat(said())
        .contains("create table \"public\".\"orders\"")
        .contains("in one transaction");
    assertThat(plan(SHOP)).as(said()).isEqualTo(ExitStatus.STOPPED);
    assertThat(said()).contains("as defined").contains("nothing to do");
    assertThat(apply(SHOP)).isEqualTo(ExitStatus.STOPPED);
    assertThat(said()).contains("Nothing to do: the tables of shop are as its policies want them.");
    assertThat(
            servers.column(
                "select statement from assay.schema_change where table_name = 'orders' and statement like 'create table%' and run_id is null and batch_id is null"))
        .hasSize(1);
  }

  @Test
  void aChangeIsShownWithItsPolicyAndItsStatement() {
    apply(SHOP);
    String wider =
        SHOP.replace("n = n,", "n { sql = n, type = bigint }, colour { sql = at, type = text },");

    assertThat(plan(wider)).isEqualTo(ExitStatus.CHANGES);
    assertThat(said())
        .contains(
            "orders.n: is integer, should be bigint. schema-change.widen = apply: every stored value fits; PostgreSQL may rewrite the table")
        .contains("alter table \"public\".\"orders\" alter column \"n\" type bigint")
        .contains("alter table \"public\".\"orders\" add column \"colour\" text;");
    assertThat(apply(wider)).isEqualTo(ExitStatus.STOPPED);
    assertThat(
            servers.column(
                "select column_name || ' ' || data_type from information_schema.columns where table_name = 'orders' and column_name in ('n', 'colour') order by 1"))
        .containsExactly("colour text", "n bigint");
    assertThat(plan(wider)).as(said()).isEqualTo(ExitStatus.STOPPED);
  }

  @Test
  void whatNoPolicyAllowsIsAFaultAndApplyLeavesEverything() {
    apply(SHOP);
    String narrower = SHOP.replace("n = n, ", "");

    assertThat(plan(narrower)).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("Refused\n\n  orders.n: is integer, should be absent. schema-change.drop = fail");
    assertThat(apply(narrower)).isEqualTo(ExitStatus.USAGE);
    assertThat(complained())
        .contains("apply: The tables in the schema \"public\"")
        .contains("Refused (schema-change.drop = fail)");
    assertThat(apply(narrower + "schema-change { drop = apply }")).isEqualTo(ExitStatus.STOPPED);
    assertThat(
            servers.column(
                "select column_name from information_schema.columns where table_name = 'orders' and column_name = 'n'"))
        .isEmpty();
  }

  @Test
  void missingTopicsAreAFault() {
    apply(SHOP);

    assertThat(plan(SHOP.replace("[planned-orders]", "[planned-orders, none-such, nor-this]")))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("Missing topics\n\n  none-such, nor-this: create them, or correct source.topics");
  }

  @Test
  void topicsThatAPatternMatchesAreListed() {
    String pattern = SHOP.replace("topics = [planned-orders]", "topic-pattern = \"planned-.+\"");
    apply(pattern);

    assertThat(plan(pattern)).isEqualTo(ExitStatus.STOPPED);
    assertThat(said()).contains("Topics that the pattern matches now\n\n  planned-orders\n");
  }

  @Test
  void aPatternThatMatchesNoTopicIsAFault() {
    String pattern = SHOP.replace("topics = [planned-orders]", "topic-pattern = \"unplanned-.+\"");
    apply(pattern);

    assertThat(plan(pattern)).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("matches unplanned-.+. Create one, or correct source.topic-pattern");
  }

  @Test
  void missingSubjectsOfTheRegistryAreAFault() throws IOException {
    String avro = SHOP.replace("format = json", "format = avro, key { format = avro }");
    apply(SHOP);

    assertThat(run("plan", avro, servers.withRegistry())).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains(
            "Missing registry subjects\n\n  planned-orders-value, planned-orders-key: register their schemas");

    Servers.register("planned-orders-value");
    Servers.register("planned-orders-shop.Key");
    assertThat(run("plan", avro, servers.withRegistry())).isNotEqualTo(ExitStatus.USAGE);
    assertThat(said()).doesNotContain("Missing registry subjects");
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNotFoundOut() throws IOException {
    String avro = SHOP.replace("format = json", "format = avro");
    apply(SHOP);
    String environment = servers.environment() + "registry { url = \"http://127.0.0.1:1\" }\n";

    assertThat(run("plan", avro, environment)).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("Not found out")
        .contains("The schema registry http://127.0.0.1:1 cannot be asked");
  }

  @Test
  void aRegistryThatTheEnvironmentLacksIsNotFoundOut() {
    apply(SHOP);

    assertThat(plan(SHOP.replace("format = json", "format = avro"))).isEqualTo(ExitStatus.USAGE);
    assertThat(said()).contains("Add registry { url = \"https://…\" } to the environment");
  }

  @Test
  void missingRightsAreAFaultAndWrittenAsStatements() {
    apply(SHOP);
    servers.execute(
        "revoke insert, delete on orders from current_user",
        "revoke usage on schema assay_staging from current_user");

    assertThat(plan(SHOP)).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("Rights that are missing")
        .contains("  grant insert, delete on \"public\".\"orders\" to \"assay\";")
        .contains("  grant usage on schema \"assay_staging\" to \"assay\";")
        .contains(", 2 faults.");
  }

  @Test
  void whereNobodyAnswersThePlanStillShowsWhatNeedsNobody() throws IOException {
    assertThat(run("plan", SHOP, servers.nowhere())).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("create table \"public\".\"orders\"")
        .contains("Not found out")
        .contains("127.0.0.1:1/nowhere")
        .contains("Cannot ask Kafka at 127.0.0.1:1")
        .contains("0 changes, 2 faults.");

    assertThat(run("plan", SHOP, servers.nowhere(), "--offline")).isEqualTo(ExitStatus.STOPPED);
    assertThat(said())
        .doesNotContain("Not found out")
        .contains("not compared; the database and Kafka were not asked (--offline).");
    assertThat(run("apply", SHOP, servers.nowhere())).isEqualTo(ExitStatus.NOT_STARTED);
  }

  @Test
  void aFaultyDefinitionIsAFault() throws IOException {
    assertThat(plan(SHOP.replace("type = integer", "type = integr"))).isEqualTo(ExitStatus.USAGE);
    assertThat(complained()).contains("Did you mean integer?");
  }

  @Test
  void theVerdictComparesWithWhatCommittedTheLastBatch() {
    refine(SHOP);

    assertThat(plan(SHOP)).as(said()).isEqualTo(ExitStatus.STOPPED);
    assertThat(said()).contains("safe: the version " + version(SHOP) + " ran last");
    String filtered = SHOP.replace("root = orders", "filter = \"n < 0\"\nroot = orders");
    assertThat(plan(filtered)).isEqualTo(ExitStatus.CHANGES);
    assertThat(said())
        .contains("needs a backfill: the version " + version(SHOP))
        .contains(
            "- the filter of the kind order has changed: what the old one left out stays out, and its rows stay");
    String sequenced = SHOP.replace("root = orders", "sequence = n\nroot = orders");
    assertThat(plan(sequenced)).isEqualTo(ExitStatus.USAGE);
    assertThat(said())
        .contains("refused: the version " + version(SHOP))
        .contains("- the sequence of the kind order was Kafka's order and is n (integer)");
    assertThat(apply(sequenced)).isEqualTo(ExitStatus.USAGE);
    assertThat(complained()).contains("The pipeline shop cannot go on from its version");
  }

  @Test
  void aJobAtWorkKeepsApplyOut() {
    try (PipelineDatabase job = open(SHOP)) {
      assertThat(plan(SHOP)).isEqualTo(ExitStatus.STOPPED);
      assertThat(apply(SHOP)).isEqualTo(ExitStatus.USAGE);
      assertThat(complained()).contains("The pipeline shop is being refined already");
      assertThat(job.isConnected()).isTrue();
    }
  }

  @Test
  void theStatementsOfTheMergeAreShownWhenAsked() throws IOException {
    run("plan", SHOP, servers.environment(), "--statements");

    assertThat(said())
        .contains("-- order into place\n")
        .contains("-- order into orders\n")
        .contains("insert into \"public\".\"orders\" as t (\"id\", \"n\", \"at\"")
        .contains("on conflict (\"id\") do update set");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    assertThat(run("plan", SHOP, servers.environment(), "--json")).isEqualTo(ExitStatus.CHANGES);
    JsonNode plan = new ObjectMapper().readTree(said());

    assertThat(plan.get("status").intValue()).isEqualTo(1);
    assertThat(plan.get("faults").intValue()).isZero();
    assertThat(plan.get("fields").get("order").get("n").textValue()).isEqualTo("int");
    assertThat(plan.get("differences").findValuesAsText("place"))
        .contains("place", "orders", "orders index (at)");
    assertThat(plan.get("continuation").get("verdict").textValue()).isEqualTo("safe");
  }

  @Test
  void noSecretIsShown() throws IOException {
    run("plan", SHOP, servers.environment());

    assertThat(said())
        .contains("\"sasl.jaas.config\" {\n        file = ")
        .doesNotContain(servers.password(), Servers.KAFKA_SECRET);
  }

  private ExitStatus plan(String pipeline) {
    return run("plan", pipeline, servers.environment());
  }

  private ExitStatus apply(String pipeline) {
    return run("apply", pipeline, servers.environment());
  }

  private ExitStatus run(String command, String pipeline, String environment, String... options) {
    said.reset();
    complained.reset();
    List<String> arguments = new ArrayList<>(List.of(file("shop.conf", pipeline).toString()));
    arguments.addAll(List.of("--env", file("environment.conf", environment).toString()));
    arguments.addAll(List.of(options));
    String[] all = arguments.toArray(String[]::new);
    return command.equals("plan") ? PlanCommand.run(all) : ApplyCommand.run(all);
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits a batch without records, as a run of refine. */
  private void refine(String pipeline) {
    try (PipelineDatabase database = open(pipeline)) {
      database.commit(new Batch(BatchSource.KAFKA, 0, Instant.now(), List.of()));
    }
  }

  private PipelineDatabase open(String text) {
    Pipeline pipeline = PipelineFile.parse(file("shop.conf", text));
    Rendered rendered = Rendered.of(pipeline);
    return PipelineDatabase.open(
        EnvironmentFile.parse(file("environment.conf", servers.environment())).database(),
        pipeline,
        new RunInfo(UUID.randomUUID(), "app", "host", "1", rendered.version(), rendered.text()));
  }

  private String version(String text) {
    return Rendered.of(PipelineFile.parse(file("shop.conf", text))).version();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private String complained() {
    return complained.toString(StandardCharsets.UTF_8);
  }
}
