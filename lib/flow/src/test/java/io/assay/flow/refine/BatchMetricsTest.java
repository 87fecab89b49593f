package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Breaker;
import io.assay.postgres.Alert;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.RuleKey;
import io.assay.postgres.RuleOutcome;
import io.assay.postgres.TableOutcome;
import io.assay.postgres.TopicOutcome;
import io.assay.runtime.metrics.JobMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {
  private static final Breaker PAUSES =
      breaker("rejected", new Breaker.Action.Pause(Duration.ofMinutes(1)));
  private static final Breaker FAILS = breaker("late", new Breaker.Action.Fail());

  private static final CommittedBatch BATCH =
      new CommittedBatch(
          7,
          Map.of("orders", new TopicOutcome(10, 4, 3, 2, 1, 0, 5)),
          Map.of("item", new TableOutcome(3, 2, 1)),
          Map.of(),
          Map.of(new RuleKey("order", "present"), new RuleOutcome(3, OptionalLong.empty())),
          Map.of("orders", Instant.ofEpochSecond(900)),
          List.of(
              new Alert(
                  Alert.Source.BREAKER,
                  "rejected",
                  Alert.Action.PAUSE,
                  3,
                  10,
                  "too many",
                  Optional.empty())));

  @Test
  void everyCommittedBatchIsAddedUp() throws IOException {
    JobMetrics metrics = new JobMetrics("shop");
    BatchMetrics listener =
        new BatchMetrics(
            metrics,
            List.of(PAUSES, FAILS),
            Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC));

    listener.committed(BatchSource.LAKE, BATCH);
    listener.committed(BatchSource.LAKE, BATCH);

    String records =
        "assay_records_total{outcome=\"%s\",pipeline=\"shop\",source=\"lake\",topic=\"orders\"} %s\n";
    assertThat(text(metrics))
        .contains(records.formatted("raw", "20.0"))
        .contains(records.formatted("applied", "8.0"))
        .contains(records.formatted("quarantined", "6.0"))
        .contains(records.formatted("filtered", "4.0"))
        .contains(records.formatted("superseded", "2.0"))
        .contains(records.formatted("held", "0.0"))
        .contains(records.formatted("replayed", "10.0"))
        .contains("assay_rows_total{change=\"inserted\",pipeline=\"shop\",table=\"item\"} 6.0\n")
        .contains("assay_rows_total{change=\"updated\",pipeline=\"shop\",table=\"item\"} 4.0\n")
        .contains("assay_rows_total{change=\"deleted\",pipeline=\"shop\",table=\"item\"} 2.0\n")
        .contains("assay_findings_total{kind=\"order\",pipeline=\"shop\",rule=\"present\"} 6.0\n")
        .contains(
            "assay_alerts_total{action=\"pause\",name=\"rejected\",pipeline=\"shop\",source=\"breaker\"} 2.0\n")
        .contains(
            "assay_last_commit_timestamp_seconds{pipeline=\"shop\",query=\"refine\"} 1000.0\n")
        .contains(
            "assay_newest_record_timestamp_seconds{pipeline=\"shop\",query=\"refine\",topic=\"orders\"} 900.0\n");
  }

  @Test
  void aBreakerIsOpenFromWhenItTripsUntilItPausesNoMore() throws IOException {
    JobMetrics metrics = new JobMetrics("shop");
    BatchMetrics listener = new BatchMetrics(metrics, List.of(PAUSES, FAILS), Clock.systemUTC());
    String rejected =
        "assay_breaker_open{action=\"pause\",name=\"rejected\",pipeline=\"shop\"} %s\n";
    assertThat(text(metrics))
        .contains(rejected.formatted("0.0"))
        .contains("assay_breaker_open{action=\"fail\",name=\"late\",pipeline=\"shop\"} 0.0\n");

    listener.committed(BatchSource.LAKE, BATCH);
    assertThat(text(metrics)).contains(rejected.formatted("1.0"));
    listener.pausedBy(List.of("rejected"));
    assertThat(text(metrics)).contains(rejected.formatted("1.0"));
    listener.pausedBy(List.of());
    assertThat(text(metrics)).contains(rejected.formatted("0.0"));
  }

  private static Breaker breaker(String name, Breaker.Action action) {
    return new Breaker(
        name, Optional.empty(), Optional.of(1L), Optional.empty(), Duration.ofHours(1), 1, action);
  }

  private static String text(JobMetrics metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(UTF_8);
  }
}
