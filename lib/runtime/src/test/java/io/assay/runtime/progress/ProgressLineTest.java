package io.assay.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ProgressBoard board = new ProgressBoard();
  private final ProgressLine line = new ProgressLine();

  @Test
  void aCounterShowsItsGrowthAndAGaugeDoesNot() {
    board.counter("landed").set(4000);
    board.gauge("lag").set(12);

    assertThat(line.next(board.readings(), Duration.ofSeconds(2)))
        .isEqualTo("landed 4,000 (2,000/s) · lag 12");
    board.counter("landed").addAndGet(500);
    assertThat(line.next(board.readings(), Duration.ofSeconds(1)))
        .isEqualTo("landed 4,500 (500/s) · lag 12");
    assertThat(line.next(board.readings(), Duration.ofSeconds(1)))
        .isEqualTo("landed 4,500 · lag 12");
  }
}
