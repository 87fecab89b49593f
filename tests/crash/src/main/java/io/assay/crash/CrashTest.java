package io.assay.crash;

import io.assay.crash.fault.FaultKind;
import io.assay.crash.fault.Schedule;
import io.assay.crash.fault.Strike;
import io.assay.crash.feed.Articles;
import io.assay.crash.feed.Feed;
import io.assay.crash.feed.Orders;
import io.assay.crash.feed.Workload;
import io.assay.crash.job.Installation;
import io.assay.crash.job.Installation.Executors;
import io.assay.crash.job.PipelineJobs;
import io.assay.crash.job.PipelineJobs.Source;
import io.assay.crash.job.SupervisedJob;
import io.assay.crash.oracle.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Feeds, strikes, lets the jobs catch up, and compares. */
final class CrashTest {
  private final CrashOptions options;
  private final Path directory;
  private final PrintStream out;

  CrashTest(CrashOptions options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  Report run() throws IOException, SQLException, InterruptedException {
    List<Workload> workloads = List.of(new Articles(options.seed()), new Orders(options.seed()));
    List<Strike> schedule = Schedule.of(options.faults(), workloads.size(), options.seed());
    boolean clustered =
        schedule.stream().anyMatch(strike -> strike.kind() == FaultKind.EXECUTOR_KILLED);
    try (Installation installation =
        Installation.start(
            directory, workloads, clustered ? Executors.OF_A_CLUSTER : Executors.IN_THE_DRIVER)) {
      String brokers = installation.sandbox().bootstrapServers();
      List<Feed> feeds = workloads.stream().map(workload -> Feed.start(workload, brokers)).toList();
      Recovery recovery = new Recovery(installation, feeds);
      for (PipelineJobs jobs : installation.pipelines()) {
        jobs.land().start();
        jobs.startRefine(Source.LAKE);
      }
      tell("All jobs work %.1f s after their start", recovery.await());
      List<Report.Recovered> recovered = strike(schedule, installation, feeds, recovery);
      feeds.forEach(Feed::close);
      tell("Nothing is sent any more; the jobs have caught up after %.1f s", recovery.await());
      List<String> ends = end(installation);
      try (Connection connection = installation.connect()) {
        Verdict verdict = Verdict.of(feeds, brokers, connection, installation.lake().link());
        return new Report(options, recovered, restarts(installation), ends, verdict);
      }
    }
  }

  private List<Report.Recovered> strike(
      List<Strike> schedule, Installation installation, List<Feed> feeds, Recovery recovery)
      throws InterruptedException {
    List<Report.Recovered> recovered = new ArrayList<>();
    for (Strike strike : schedule) {
      if (strike.burst()) {
        feeds.forEach(feed -> feed.burst(feed.workload().burst()));
      }
      TimeUnit.MILLISECONDS.sleep(strike.before().toMillis());
      try {
        strike.kind().strike(installation, strike);
      } catch (InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new CrashException("The fault '" + strike.kind().title() + "' failed: " + e, e);
      }
      Duration took = recovery.await();
      recovered.add(new Report.Recovered(strike, took));
      out.printf(
          "%3d of %d  %-45s %-6s recovered after %5.1f s%n",
          recovered.size(),
          options.faults(),
          strike.kind().title(),
          strike.burst() ? "burst" : "",
          took.toMillis() / 1e3);
      out.flush();
    }
    return recovered;
  }

  /** Ends the jobs in order; what does not end so is told. */
  private static List<String> end(Installation installation) throws InterruptedException {
    List<String> disorder = new ArrayList<>();
    for (SupervisedJob job : installation.jobs()) {
      int status = job.terminateForGood();
      if (status != 0) {
        disorder.add(job.name() + " has ended with status " + status + " on SIGTERM");
      }
    }
    for (PipelineJobs jobs : installation.pipelines()) {
      if (jobs.source() == Source.KAFKA) {
        jobs.landTheRest();
      }
    }
    return disorder;
  }

  private static int restarts(Installation installation) {
    return installation.jobs().stream().mapToInt(SupervisedJob::restarts).sum();
  }

  private void tell(String format, Duration duration) {
    out.println(format.formatted(duration.toMillis() / 1e3));
    out.flush();
  }
}
