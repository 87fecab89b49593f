package io.assay.admin.status;

import io.assay.postgres.LockHolder;
import java.time.Duration;
import java.util.Locale;

/** A status as whoever is on call reads it. */
public final class StatusText {
  private StatusText() {}

  public static String of(PipelineStatus status) {
    StringBuilder text = new StringBuilder();
    line(text, "Pipeline %s: %s", status.pipeline(), refine(status));
    status
        .commit()
        .ifPresent(
            commit ->
                line(
                    text,
                    "  last commit   %s, %s ago: batch %d, %,d records",
                    commit.at(),
                    age(commit.age()),
                    commit.batch(),
                    commit.records()));
    line(text, "  behind Kafka  %s", behind(status));
    line(
        text,
        "  kept out      %,d in quarantine, %,d waiting for a parent",
        status.waiting().quarantined(),
        status.waiting().held());
    if (!status.breakers().isEmpty()) {
      line(
          text,
          "  stopped by    breaker %s; let it go on with: submit/assay breaker reset %s",
          String.join(", ", status.breakers()),
          status.pipeline());
    }
    line(
        text,
        "%n  %-32s %9s %14s %14s %14s %12s %12s",
        "topic",
        "partition",
        "Kafka's end",
        "landed to",
        "refined to",
        "not landed",
        "not refined");
    for (PartitionStatus partition : status.partitions()) {
      line(
          text,
          "  %-32s %9d %,14d %,14d %,14d %,12d %,12d",
          partition.topic(),
          partition.partition(),
          partition.end(),
          partition.landed(),
          partition.refined(),
          partition.landBehind(),
          partition.refineBehind());
      if (partition.expired() > 0) {
        line(
            text,
            "  !! %,d offsets of it left Kafka before they were landed: it begins with %,d now",
            partition.expired(),
            partition.earliest());
      }
    }
    return text.toString();
  }

  private static String refine(PipelineStatus status) {
    return switch (status.state()) {
      case RUNNING -> "refined by " + status.holder().map(LockHolder::toString).orElseThrow();
      case STOPPED -> "not running; the last run ended in order" + ended(status);
      case FAILED -> "not running; the last run failed" + ended(status);
      case LOST -> "not running; the last run was killed or lost its connection";
      case NEVER -> "not running; it has never run here";
    };
  }

  private static String ended(PipelineStatus status) {
    return status.run().flatMap(run -> run.endedAt()).map(at -> ", at " + at).orElse("");
  }

  private static String behind(PipelineStatus status) {
    if (status.refineBehind() == 0 && status.landBehind() == 0) {
      return "nothing: all that Kafka has is landed and refined";
    }
    return String.format(
        Locale.ROOT,
        "%,d offsets not landed, %,d not refined%s",
        status.landBehind(),
        status.refineBehind(),
        status.staleness().map(age -> ", the oldest record " + age(age) + " old").orElse(""));
  }

  private static String age(Duration age) {
    long seconds = age.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? "%d min %d s".formatted(seconds / 60, seconds % 60)
        : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
