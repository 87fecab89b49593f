package io.assay.runtime.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.spark.sql.streaming.StreamingQueryListener.QueryIdleEvent;
import org.apache.spark.sql.streaming.StreamingQueryListener.QueryStartedEvent;
import org.junit.jupiter.api.Test;

class ProgressMetricsTest {
  private static final UUID QUERY = UUID.randomUUID();
  private static final UUID RUN = UUID.randomUUID();
  private static final String TIME = "2026-01-01T00:00:00.000Z";

  private final JobMetrics metrics = new JobMetrics("shop");

  @Test
  void aQueryToWhichNothingComesStillGivesASign() throws IOException {
    ProgressMetrics early = at(1000);
    early.onQueryStarted(new QueryStartedEvent(QUERY, RUN, "refine-lake", TIME));
    assertThat(exposed()).contains(progress("1000.0"));

    early.onQueryIdle(new QueryIdleEvent(QUERY, UUID.randomUUID(), TIME));
    assertThat(exposed()).as("another query").contains(progress("1000.0"));

    ProgressMetrics late = at(2000);
    late.onQueryStarted(new QueryStartedEvent(QUERY, RUN, "refine-lake", TIME));
    metrics.progressed("refine", Instant.ofEpochSecond(1500));
    late.onQueryIdle(new QueryIdleEvent(QUERY, RUN, TIME));
    assertThat(exposed()).contains(progress("2000.0"));
  }

  private ProgressMetrics at(long second) {
    return new ProgressMetrics(metrics, Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
  }

  private String exposed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(UTF_8);
  }

  private static String progress(String seconds) {
    return "assay_last_progress_timestamp_seconds{pipeline=\"shop\",query=\"refine\"} "
        + seconds
        + "\n";
  }
}
