package io.assay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what a pipeline that runs has written so far. Not thread-safe. */
final class SoakProbe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String COMMITTED = "select count(*) from assay.batch where batch_id > ";

  private static final String TIMES =
      """
      select max(b.batch_id), count(distinct b.batch_id),
             percentile_cont(0.5) within group (order by extract(epoch from b.committed_at - b.started_at)::float8),
             max(extract(epoch from b.committed_at - b.started_at)::float8),
             percentile_cont(0.5) within group (order by extract(epoch from b.committed_at - t.assay_time)::float8)
      from assay.batch b join order_line t on t.assay_batch = b.batch_id
      where b.batch_id > """;

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  private final Connection connection;
  private final Path lake;
  private final LivePipeline pipeline;
  private long lastBatch;
  private long batches;

  private SoakProbe(Connection connection, Path lake, LivePipeline pipeline) {
    this.connection = connection;
    this.lake = lake;
    this.pipeline = pipeline;
  }

  static SoakProbe of(Target target, LivePipeline pipeline) throws SQLException, IOException {
    Matcher root =
        Pattern.compile("root = \"file:(?://)?([^\"]+)\"")
            .matcher(Files.readString(target.environment()));
    if (!root.find()) {
      throw new BenchException("No lake in " + target.environment());
    }
    return new SoakProbe(target.server().connect(), Path.of(root.group(1)), pipeline);
  }

  /** How many batches have been counted in samples. */
  long batches() {
    return batches;
  }

  /** Waits until so many batches have committed since the last sample. */
  void awaitBatches(int count) throws SQLException {
    await(COMMITTED + lastBatch, count, "batches were committed since the last sample");
  }

  /** Waits until all rows are there, and makes sure that there are no more. */
  void awaitRows(long count) throws SQLException {
    await("select count(*) from order_line", count, "records became rows");
    if (number("select count(*) from order_line") != count) {
      throw new BenchException("There are more rows than the %d records".formatted(count));
    }
    if (number("select count(*) from order_line join assay.origin using (assay_batch)") != count) {
      throw new BenchException("Not every row leads to its batch");
    }
  }

  /** What there is now. */
  SoakSample sample() throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TIMES + lastBatch)) {
      row.next();
      lastBatch = row.getLong(1);
      batches += row.getLong(2);
      Predicate<Path> inLog = file -> file.toString().contains("_delta_log");
      return new SoakSample(
          batches,
          row.getDouble(3),
          row.getDouble(4),
          row.getDouble(5),
          count(inLog.negate().and(file -> file.toString().endsWith(".parquet"))),
          count(inLog.and(SoakProbe::isVisible)),
          sum(inLog.and(SoakProbe::isVisible)),
          count(file -> file.toString().contains("/checkpoints/") && isVisible(file)),
          ledger(),
          heap());
    }
  }

  /** Not a checksum that Hadoop keeps beside a file of a local disk. */
  private static boolean isVisible(Path file) {
    return !file.getFileName().toString().startsWith(".");
  }

  private Map<String, Long> ledger() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                "select tablename, (xpath('/row/n/text()', query_to_xml('select count(*) as n from assay.' || quote_ident(tablename), false, true, '')))[1]::text::bigint from pg_tables where schemaname = 'assay'")) {
      while (tables.next()) {
        rows.put(tables.getString(1), tables.getLong(2));
      }
    }
    return rows;
  }

  /** Asks the JVM itself, after a collection. */
  private long heap() {
    command("GC.run");
    Matcher used = USED.matcher(command("GC.heap_info"));
    if (!used.find()) {
      throw new BenchException("jcmd does not tell the heap of the driver");
    }
    return Long.parseLong(used.group(1)) * 1024;
  }

  private String command(String what) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pipeline.driver()), what)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes());
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new BenchException("Cannot run " + jcmd + ", which comes with a JDK: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while the heap is measured", e);
    }
  }

  private long count(Predicate<Path> wanted) throws IOException {
    return new LiveFolder(lake).files().keySet().stream().filter(wanted).count();
  }

  private long sum(Predicate<Path> wanted) throws IOException {
    return new LiveFolder(lake)
        .files().entrySet().stream()
            .filter(file -> wanted.test(file.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
  }

  private void await(String question, long wanted, String what) throws SQLException {
    Instant deadline = Instant.now().plus(PATIENCE);
    long there = number(question);
    while (there < wanted) {
      pipeline.requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw new BenchException(
            "Only %d of %d %s within %d minutes"
                .formatted(there, wanted, what, PATIENCE.toMinutes()));
      }
      LivePipeline.pause(PAUSE);
      there = number(question);
    }
  }

  private long number(String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
