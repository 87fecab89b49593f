package io.assay.flow.refine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchMetricsTest {
  private static final CommittedBatch BATCH =
      new CommittedBatch(
          7,
          Map.of("orders", new TopicOutcome(10, 4, 3, 2, 1, 0, 5)),
          Map.of("item", new TableOutcome(3, 2, 1)),
          Map.of(),
          Map.of(new RuleKey("order", "present"), new RuleOutcome(3, OptionalLong.empty())),
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
        new BatchMetrics(metrics, Clock.fixed(Instant.ofEpochSecond(1000), ZoneOffset.UTC));

    listener.committed(BatchSource.LAKE, BATCH);
    listener.committed(BatchSource.LAKE, BATCH);

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    String records =
        "assay_records_total{outcome=\"%s\",pipeline=\"shop\",source=\"lake\",topic=\"orders\"} %s\n";
    assertThat(out.toString(UTF_8))
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
            "assay_last_commit_timestamp_seconds{pipeline=\"shop\",query=\"refine\"} 1000.0\n");
  }
}
