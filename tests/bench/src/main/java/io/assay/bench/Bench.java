package io.assay.bench;

import io.assay.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs refine over the records of the sandbox's topic, each time into an empty database. */
final class Bench {
  static final String TABLE = "order_line";
  private static final Path PIPELINE = Path.of("tests", "bench", "flat.conf");

  private final Sandbox sandbox;
  private final BenchOptions options;
  private final Path directory;

  Bench(Sandbox sandbox, BenchOptions options, Path directory) {
    this.sandbox = sandbox;
    this.options = options;
    this.directory = directory;
  }

  /** Sends the records. */
  void fill() {
    new FlatTopic(sandbox.bootstrapServers())
        .fill(new FlatRecords(options.seed()), options.records());
  }

  /** What the writes of the server depend on. */
  Map<String, String> settings() throws SQLException {
    return new DatabaseServer(sandbox, sandbox.user()).settings();
  }

  /** Refines all records and measures it, and then COPY of the rows. */
  RunFigures run(int number) throws SQLException, IOException {
    String database = "run" + number;
    Path environment = sandbox.freshEnvironment(database);
    DatabaseServer server = new DatabaseServer(sandbox, database);
    server.checkpoint();
    ProcessTree kafka = new ProcessTree(sandbox.kafka().processId());
    double kafkaBefore = kafka.cpuSeconds();
    double serverBefore = server.tree().cpuSeconds();
    RefineProcess refine = RefineProcess.start(PIPELINE, environment, options);
    Meter meter =
        new Meter(
            Map.of(Part.KAFKA, kafka, Part.SPARK, refine.tree(), Part.POSTGRESQL, server.tree()));
    Duration wall;
    try (meter) {
      wall = refine.await();
    }
    Map<Part, Double> cpuSeconds = new EnumMap<>(Part.class);
    cpuSeconds.put(Part.KAFKA, kafka.cpuSeconds() - kafkaBefore);
    cpuSeconds.put(Part.SPARK, refine.cpuSeconds());
    cpuSeconds.put(Part.POSTGRESQL, server.tree().cpuSeconds() - serverBefore);
    List<LedgerBatch> batches = batches(server);
    RunFigures figures =
        new RunFigures(
            wall,
            cpuSeconds,
            new EnumMap<>(Part.class),
            new EnumMap<>(Part.class),
            batches,
            new CopyBaseline(server, TABLE).measure(directory));
    List<LedgerBatch> later = figures.laterBatches();
    for (Part part : Part.values()) {
      figures.peakBytes().put(part, meter.peak(part));
      figures
          .laterCpuSeconds()
          .put(
              part,
              meter.cpuSeconds(
                  part, later.get(0).startedAt(), later.get(later.size() - 1).committedAt()));
    }
    return figures;
  }

  /** The batches; a result that is not what the records must give is no result. */
  private List<LedgerBatch> batches(DatabaseServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      List<LedgerBatch> batches = LedgerBatch.all(connection, TABLE);
      long applied = batches.stream().mapToLong(LedgerBatch::applied).sum();
      long rows;
      try (ResultSet row = statement.executeQuery("select count(*) from " + TABLE)) {
        row.next();
        rows = row.getLong(1);
      }
      if (applied != options.records() || rows != options.records()) {
        throw new BenchException(
            "Of %d records, all valid, the ledger has %d applied and the table %d rows"
                .formatted(options.records(), applied, rows));
      }
      return batches;
    }
  }
}
