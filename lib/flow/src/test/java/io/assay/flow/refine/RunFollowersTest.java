package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.land.LandOptions;
import io.assay.flow.land.LandQuery;
import io.assay.flow.land.OnDataLoss;
import io.assay.flow.land.Starting;
import io.assay.flow.retry.Retries;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.Upkeep;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.quarantine.Quarantine;
import io.assay.postgres.quarantine.Selection;
import io.assay.runtime.JobContext;
import io.assay.runtime.metrics.JobMetrics;
import io.assay.runtime.option.CommandLine;
import io.assay.runtime.progress.ProgressBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Kafka and a service of lineage are told of land and refine, and what is said about how far
 * Kafka is ahead.
 */
class RunFollowersTest {
  private static final SparkSession SPARK = TestSession.spark();

  private final TestKafka kafka = TestKafka.shared();
  private final String topic = kafka.topic(1);
  private final String prefix = UUID.randomUUID() + "-";
  private final TestPostgres postgres = TestPostgres.fresh();
  private final Told told = new Told();
  @TempDir Path lake;

  private static final class Told implements BatchListener {
    private final List<Long> behind = new CopyOnWriteArrayList<>();
    private final List<Instant> newest = new CopyOnWriteArrayList<>();

    @Override
    public void committed(BatchSource source, CommittedBatch batch) {
      newest.addAll(batch.newest().values());
    }

    @Override
    public void behind(String topic, int partition, long offsets) {
      behind.add(offsets);
    }
  }

  @Test
  void groupsFollowTheRawTableAndTheLedgerWhateverIsReadAndARequeueMovesNothingBack()
      throws Exception {
    Instant before = Instant.now();
    kafka.send(topic, 0, "{\"id\":\"a\",\"n\":1}", "{\"id\":\"b\",\"n\":50}");
    land();
    assertThat(group("land")).isEqualTo(Map.of(topic + "-0", 2L));
    assertThat(group("refine")).isEmpty();

    refine(9, RefineOptions.Source.LAKE);
    assertThat(group("refine")).isEqualTo(Map.of(topic + "-0", 2L));
    assertThat(told.behind).contains(2L);
    assertThat(told.newest)
        .singleElement()
        .satisfies(
            at -> assertThat(at).isBetween(before.minusMillis(1), Instant.now().plusMillis(1)));

    kafka.send(topic, 0, "{\"id\":\"c\",\"n\":3}");
    refine(9, RefineOptions.Source.KAFKA);
    assertThat(group("refine")).isEqualTo(Map.of(topic + "-0", 3L));
    assertThat(group("land")).isEqualTo(Map.of(topic + "-0", 2L));

    try (Connection connection = new DatabaseConnector(postgres.database()).open("test")) {
      new Quarantine(connection, "things").requeue(Selection.ALL, "me", Optional.of("corrected"));
    }
    refine(99, RefineOptions.Source.LAKE);
    assertThat(postgres.rows("select id from thing order by id")).containsExactly("a", "b", "c");
    assertThat(group("refine")).isEqualTo(Map.of(topic + "-0", 3L));
  }

  @Test
  void lineageIsToldFromTheStartToTheEndAndEachEventHasWhatTheSpecificationWants()
      throws Exception {
    kafka.send(topic, 0, "{\"id\":\"a\",\"n\":1}", "{\"id\":\"b\",\"n\":50}");
    land();
    refine(9, RefineOptions.Source.LAKE);
    refine(9, RefineOptions.Source.KAFKA);

    List<JsonNode> events = lineage();
    assertThat(events)
        .extracting(
            event -> event.path("eventType").asText() + " " + event.at("/job/name").asText())
        .containsExactly(
            "START things.land",
            "RUNNING things.land",
            "COMPLETE things.land",
            "START things.refine",
            "RUNNING things.refine",
            "COMPLETE things.refine",
            "START things.refine",
            "COMPLETE things.refine");
    events.forEach(LineageEventShape::check);
    assertThat(events.get(2).at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt())
        .isEqualTo(2);
    JsonNode fromLake = events.get(5);
    assertThat(fromLake.at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt())
        .as("one is quarantined")
        .isEqualTo(1);
    assertThat(fromLake.at("/outputs/0/facets/columnLineage/fields/n/inputFields"))
        .singleElement()
        .satisfies(
            input -> {
              assertThat(input.path("name").asText()).endsWith("/raw/things");
              assertThat(input.path("field").asText()).isEqualTo("value.n");
            });
    assertThat(
            events
                .get(7)
                .at("/outputs/0/facets/columnLineage/fields/n/inputFields/0/name")
                .asText())
        .as("from Kafka")
        .isEqualTo(topic);
  }

  @Test
  void aRunThatCannotStartIsToldToHaveFailed() throws Exception {
    kafka.delete(topic);

    assertThatThrownBy(this::land).isInstanceOf(AssayException.class);

    List<JsonNode> events = lineage();
    assertThat(events)
        .extracting(event -> event.path("eventType").asText())
        .containsExactly("START", "FAIL");
    assertThat(events.get(1).at("/run/facets/errorMessage/message").asText())
        .startsWith("Topics not found at");
    events.forEach(LineageEventShape::check);
  }

  private List<JsonNode> lineage() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(lake.resolve("lineage.ndjson"))) {
      events.add(new ObjectMapper().readTree(line));
    }
    return events;
  }

  private Map<String, Long> group(String query) {
    return kafka.committed(prefix + "things-" + query);
  }

  private void land() throws Exception {
    CommandLine none = CommandLine.named("test", "").build();
    try (LandQuery query =
        LandQuery.start(
            new JobContext(
                SPARK,
                things(9),
                environment(),
                none.parse(new String[0], System.out).orElseThrow(),
                UUID.randomUUID(),
                new ProgressBoard(),
                new JobMetrics("things")),
            new LandOptions(
                Trigger.AvailableNow(),
                1_000_000,
                Starting.EARLIEST,
                OnDataLoss.FAIL,
                Retries.PATIENT))) {
      query.queries().get(0).awaitTermination();
    }
  }

  private void refine(int most, RefineOptions.Source source) throws Exception {
    Pipeline pipeline = things(most);
    RefineOptions options =
        new RefineOptions(
            source,
            Optional.empty(),
            OptionalLong.empty(),
            RefineOptions.End.CAUGHT_UP,
            Retries.PATIENT);
    try (RefineRun run =
        new RefineQuery(pipeline, environment(), options)
            .start(SPARK, RunDetails.of(pipeline, UUID.randomUUID(), SPARK), told)) {
      run.query().awaitTermination();
    }
  }

  private Environment environment() {
    return new Environment(
        "test",
        kafka.environmentWithGroups(prefix),
        new Environment.Lake(lake.toUri().toString()),
        postgres.database(),
        Optional.empty(),
        Upkeep.DEFAULT,
        Optional.of(
            new Environment.Lineage(
                Optional.empty(),
                Optional.of(lake.resolve("lineage.ndjson").toString()),
                "plant",
                Optional.empty(),
                Duration.ofSeconds(5))));
  }

  private Pipeline things(int most) {
    return PipelineFile.parse(
        "things.conf",
        """
        pipeline = things
        source { topics = [%s], format = json }
        records {
          thing {
            fields { id { from = id, type = text }, n { from = n, type = bigint } }
            rules { small { field = n, range = [0, %d] } }
            tables { thing { key = [id], columns { id = id, n = n } } }
          }
        }
        """
            .formatted(topic, most),
        Map.of());
  }
}
