package io.assay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A trickle of records for many batches, with land and refine in one application, refine from the
 * lake. Every so many batches it is measured what has accumulated: batch times, files of the lake
 * and of its log, files of checkpoints, rows of the ledger, heap of the driver. Upkeep runs so
 * often that it does so many times in a soak. At the end every record is in the table.
 */
final class Soak implements Workload {
  private static final Path PIPELINE = Path.of("tests", "bench", "soak.conf");
  private static final int BATCHES = 2000;
  private static final int BETWEEN_SAMPLES = 50;
  private static final int RECORDS_PER_SECOND = 20;

  /** What is written in a minute or less, so that a soak sees many rounds of it. */
  private static final String UPKEEP =
      """

      upkeep {
        every = 20 seconds
        file-size = 128 MB
        keep = 1 minute
        keep-unread = 10 minutes
        keep-batches = 2 minutes
      }
      """;

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public Extent usual() {
    return new Extent(100, 1, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    Topic topic = bench.topic(Flat.TOPIC);
    Records records = new FlatRecords(bench.options().seed());
    topic.fill(records, bench.records());
    return number -> measure(bench, withUpkeep(bench.emptyTarget(number)), topic, records);
  }

  private static Target withUpkeep(Target target) throws IOException {
    Path environment =
        target.environment().resolveSibling("soak-" + target.environment().getFileName());
    Files.writeString(environment, Files.readString(target.environment()) + UPKEEP);
    return new Target(environment, target.server());
  }

  private static SoakReport measure(Bench bench, Target target, Topic topic, Records records)
      throws SQLException, IOException {
    int batches = bench.options().batches().orElse(BATCHES);
    List<SoakSample> samples = new ArrayList<>();
    LivePipeline pipeline =
        LivePipeline.start(
            bench,
            "run",
            PIPELINE,
            target,
            List.of("--source", "lake", "--interval", "400ms", "--refine-interval", "400ms"));
    AtomicBoolean feeding = new AtomicBoolean(true);
    try (pipeline;
        SoakProbe probe = SoakProbe.of(target, pipeline)) {
      pipeline.awaitApplied(bench.records());
      CompletableFuture<Void> feed =
          CompletableFuture.runAsync(() -> feed(topic, records, feeding));
      try {
        while (probe.batches() < batches) {
          probe.awaitBatches(BETWEEN_SAMPLES);
          samples.add(probe.sample());
        }
      } finally {
        feeding.set(false);
      }
      feed.join();
      probe.awaitRows(records.rows().get(Flat.TABLE));
    }
    return new SoakReport(samples);
  }

  private static void feed(Topic topic, Records records, AtomicBoolean feeding) {
    while (feeding.get()) {
      topic.send(records, RECORDS_PER_SECOND, RECORDS_PER_SECOND);
    }
  }
}
