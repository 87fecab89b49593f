package io.assay.flow.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.runtime.SuiteVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what one run of a query reads and writes, in events of OpenLineage: START, RUNNING with the
 * first batch that writes and then once a minute at most, COMPLETE or FAIL. Every event has
 * everything that is known. Thread-safe; returns at once.
 *
 * @see <a href="https://openlineage.io/spec/2-0-2/OpenLineage.json">the events</a>
 */
public final class LineageRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineageRun.class);

  private static final String EVENT =
      "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String job;
  private final UUID runId;
  private final Environment.Lineage settings;
  private final Optional<String> description;
  private final ParentRun parent;
  private final String sparkVersion;
  private final QueryDatasets datasets;
  private final Facets facets;
  private final LineageSender sender;
  private final Clock clock;
  private final Map<String, Long> rows = new ConcurrentHashMap<>();
  private Instant nextTold = Instant.MIN;
  private boolean over;

  private LineageRun(
      String job,
      UUID runId,
      Environment.Lineage settings,
      Pipeline pipeline,
      SparkSession session,
      QueryDatasets datasets) {
    this.job = job;
    this.runId = runId;
    this.settings = settings;
    this.description = Optional.of(pipeline.description()).filter(text -> !text.isBlank());
    this.parent =
        ParentRun.of(
            Optional.ofNullable(System.getenv(ParentRun.VARIABLE)), settings.namespace(), session);
    this.sparkVersion = session.version();
    this.datasets = datasets;
    this.facets = datasets.facets();
    this.sender = new LineageSender(settings);
    this.clock = Clock.systemUTC();
  }

  /**
   * Of land; empty where the environment wants no lineage.
   *
   * @param applicationRun names the start of the job, of which this run is a part
   */
  public static Optional<LineageRun> ofLand(
      Pipeline pipeline, Environment environment, UUID applicationRun, SparkSession session) {
    return environment
        .lineage()
        .map(
            settings ->
                new LineageRun(
                    pipeline.name() + ".land",
                    UUID.nameUUIDFromBytes(
                        (applicationRun + "/land").getBytes(StandardCharsets.UTF_8)),
                    settings,
                    pipeline,
                    session,
                    QueryDatasets.ofLand(pipeline, environment, producer())));
  }

  /**
   * Of refine; empty where the environment wants no lineage.
   *
   * @param run as the ledger names it
   */
  public static Optional<LineageRun> ofRefine(
      Pipeline pipeline, Environment environment, UUID run, Reads reads, SparkSession session) {
    try {
      return environment
          .lineage()
          .map(
              settings ->
                  new LineageRun(
                      pipeline.name() + ".refine",
                      run,
                      settings,
                      pipeline,
                      session,
                      QueryDatasets.ofRefine(pipeline, environment, reads, producer())));
    } catch (RuntimeException e) { // SQL that Spark refuses: the query itself tells why
      LOG.warn("No lineage is told: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Where refine reads. */
  public enum Reads {
    LAKE,
    KAFKA
  }

  private static String producer() {
    return "urn:assay:" + SuiteVersion.current();
  }

  /** The query begins. */
  public void started() {
    tell("START", Optional.empty());
  }

  /** A batch of land is committed, with so many records. */
  public void landed(long records) {
    wrote(Map.of(QueryDatasets.RAW, records));
  }

  /**
   * A batch of refine is committed.
   *
   * @param more rows that it wrote, by table
   */
  public synchronized void wrote(Map<String, Long> more) {
    more.forEach((table, count) -> rows.merge(table, count, Long::sum));
    if (!over && !clock.instant().isBefore(nextTold)) {
      nextTold = clock.instant().plus(INTERVAL);
      tell("RUNNING", Optional.empty());
    }
  }

  /** The query has ended as it should. */
  public synchronized void ended() {
    if (!over) {
      over = true;
      tell("COMPLETE", Optional.empty());
    }
  }

  /** The query has failed. Of what we do not know to be free of data, the kind is told only. */
  public synchronized void failed(Throwable failure) {
    if (!over) {
      over = true;
      tell("FAIL", Optional.of(message(failure)));
    }
  }

  @Override
  public void close() {
    sender.close();
  }

  private static String message(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AssayException understood) {
        return understood.getMessage();
      }
    }
    return failure.getClass().getName();
  }

  private void tell(String type, Optional<String> error) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("eventType", type);
    event.put("eventTime", clock.instant().toString());
    event.put("producer", facets.producer());
    event.put("schemaURL", EVENT);
    ObjectNode run = event.putObject("run").put("runId", runId.toString());
    ObjectNode about = run.putObject("facets");
    about.set("parent", facets.parent(parent));
    about.set("processing_engine", facets.processingEngine(sparkVersion, SuiteVersion.current()));
    error.ifPresent(message -> about.set("errorMessage", facets.errorMessage(message)));
    ObjectNode jobNode =
        event.putObject("job").put("namespace", settings.namespace()).put("name", job);
    ObjectNode jobFacets = jobNode.putObject("facets");
    jobFacets.set("jobType", facets.jobType());
    description.ifPresent(text -> jobFacets.set("documentation", facets.documentation(text)));
    ArrayNode inputs = event.putArray("inputs");
    datasets.inputs().forEach(inputs::add);
    ArrayNode outputs = event.putArray("outputs");
    datasets.outputs(new LinkedHashMap<>(rows)).forEach(outputs::add);
    sender.send(event.toString());
  }
}
