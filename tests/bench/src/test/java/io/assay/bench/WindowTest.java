package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theTimeOfBatchesThatOverlapIsCountedOnce() {
    Window window =
        Window.all(
            List.of(batch(0, 2, 4), batch(2, 4, 6)), Map.of(Part.SPARK, 3.0, Part.KAFKA, 1.0));

    assertThat(window.seconds()).isEqualTo(6);
    assertThat(window.recordsPerSecond()).isEqualTo(200);
    assertThat(window.cpuPerMillion()).isEqualTo(4e6 / 1200);
    assertThat(window.cpuPerMillion(Part.KAFKA)).isEqualTo(1e6 / 1200);
  }

  @Test
  void aLaterBatchAddsWhatPassesAfterTheCommitBeforeIt() {
    List<LedgerBatch> batches = List.of(batch(0, 2, 4), batch(2, 4, 7), batch(4, 7, 9));

    try (Meter meter = new Meter(Map.of())) {
      assertThat(Window.since(1, batches, meter).seconds()).isEqualTo(5);
      assertThat(Window.since(1, batches, meter).records()).isEqualTo(1200);
      assertThat(Window.since(0, batches, meter).seconds()).isEqualTo(9);
    }
  }

  private static LedgerBatch batch(long started, long transaction, long committed) {
    return new LedgerBatch(
        BEGIN.plusSeconds(started),
        BEGIN.plusSeconds(transaction),
        BEGIN.plusSeconds(committed),
        600,
        600);
  }
}
