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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    List<Workload> workloads =
        Stream.of(new Articles(options.seed()), new Orders(options.seed()))
            .filter(
                workload ->
                    options.only().map(name -> workload.pipeline().endsWith(name)).orElse(true))
            .toList();
    List<Strike> schedule = Schedule.of(options.faults(), workloads.size(), options.seed());
    boolean clustered =
        schedule.stream().anyMatch(strike -> strike.kind() == FaultKind.EXECUTOR_KILLED);
    try (Installation installation =
        Installation.start(
            directory,
            workloads,
            clustered ? Executors.OF_A_CLUSTER : Executors.IN_THE_DRIVER,
            options.lake())) {
      Runtime.getRuntime().addShutdownHook(new Thread(installation::endJobs, "jobs-end"));
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
        Verdict verdict =
            Verdict.of(feeds, brokers, connection, installation.lake().files().root());
        return new Report(
            options, recovered, restarts(installation), statuses(installation), ends, verdict);
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
      if (strike.kind().strikesWorkingJobs()) {
        recovery.await();
      }
      TimeUnit.MILLISECONDS.sleep(strike.before().toMillis());
      strike(strike, installation);
      Optional<Duration> took = strike.hasty() ? Optional.empty() : Optional.of(recovery.await());
      recovered.add(new Report.Recovered(strike, took));
      out.printf(
          "%3d of %d  %-45s %-6s %s%n",
          recovered.size(),
          schedule.size(),
          strike.kind().title(),
          strike.burst() ? "burst" : "",
          took.map(time -> "recovered after %5.1f s".formatted(time.toMillis() / 1e3))
              .orElse("and at once the next"));
      out.flush();
    }
    return recovered;
  }

  private static void strike(Strike strike, Installation installation) throws InterruptedException {
    try {
      strike.kind().strike(installation, strike);
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new CrashException("The fault '" + strike.kind().title() + "' failed: " + e, e);
    }
  }

  /** Ends the jobs in order; what does not end so is told. */
  private static List<String> end(Installation installation) throws InterruptedException {
    List<String> disorder = new ArrayList<>();
    for (PipelineJobs jobs : installation.pipelines()) {
      terminate(jobs.land(), disorder);
      if (jobs.source() == Source.KAFKA) {
        jobs.landTheRest(); // refine writes silver from it when it ends
      }
      terminate(jobs.refine(), disorder);
    }
    return disorder;
  }

  private static void terminate(SupervisedJob job, List<String> disorder)
      throws InterruptedException {
    int status = job.terminateForGood();
    if (status != 0) {
      disorder.add(job.name() + " has ended with status " + status + " on SIGTERM");
    }
  }

  private static int restarts(Installation installation) {
    return installation.jobs().stream().mapToInt(SupervisedJob::restarts).sum();
  }

  private static Map<Integer, Integer> statuses(Installation installation) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (SupervisedJob job : installation.jobs()) {
      job.statuses().forEach((status, times) -> statuses.merge(status, times, Integer::sum));
    }
    return statuses;
  }

  private void tell(String format, Duration duration) {
    out.println(format.formatted(duration.toMillis() / 1e3));
    out.flush();
  }
}
