package io.assay.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of {@link Flat} through the whole chain: land puts them into the raw table, refine
 * reads them from there, in one application that goes on. Half as many are sent before, for both to
 * compile what runs. Then the application is suspended while the records are sent, so that sending
 * them takes no core from it, and the time counts from the moment that it may go on to the commit
 * of the last record.
 */
final class Chain implements Workload {

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public Extent usual() {
    return new Extent(2_000_000, 3, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    return number -> measure(bench, bench.emptyTarget(number));
  }

  private static ThroughputReport measure(Bench bench, Target target)
      throws SQLException, IOException {
    Records records = new FlatRecords(bench.options().seed());
    Topic topic = bench.topic(Flat.TOPIC);
    topic.createAnew();
    long before = Math.max(1, bench.records() / 2);
    long all = before + bench.records();
    LivePipeline pipeline =
        LivePipeline.start(
            bench,
            "run",
            Flat.PIPELINE,
            target,
            List.of("--max-offsets-per-trigger", Long.toString(bench.batchRecords())));
    Throughput throughput = new Throughput(bench, Flat.PIPELINE, Flat.TOPIC, Flat.ROWS);
    Optional<SessionProfile> profile = throughput.profile(target.server());
    Instant goesOn;
    try (pipeline) {
      topic.send(records, before);
      pipeline.awaitApplied(before);
      pipeline.suspend();
      topic.send(records, bench.records());
      target.server().checkpoint();
      goesOn = Instant.now();
      pipeline.goOn();
      pipeline.awaitApplied(all);
    } finally {
      profile.ifPresent(SessionProfile::close);
    }
    Duration command = Duration.between(pipeline.submitted(), Instant.now());
    Window window = window(goesOn, throughput.batches(target.server(), all), pipeline.meter());
    if (window.records() != bench.records()) {
      throw new BenchException(
          "%d records were sent while the application was suspended, and the batches after that have %d"
              .formatted(bench.records(), window.records()));
    }
    throughput.requireRows(target.server(), records.rows());
    return throughput.compare(
        new Refined(
            command,
            List.of(
                new Refined.Measured("", "land and refine, both warm", window, Refined.Pass.LAST)),
            pipeline.meter().peaks(),
            profile.map(sessions -> sessions.shares(window)).orElse(List.of())),
        target.server(),
        all);
  }

  private static Window window(Instant from, List<LedgerBatch> all, Meter meter) {
    List<LedgerBatch> batches = new ArrayList<>(all);
    batches.removeIf(batch -> batch.committedAt().isBefore(from));
    Instant to = batches.get(batches.size() - 1).committedAt();
    return new Window(from, batches, meter.cpuSeconds(from, to));
  }
}
