package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final Figure FIGURE = new Figure("records_per_second", "records/s", 0);

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    Spread spread = new Spread(FIGURE, List.of(9.0, 1.0, 3.0));

    assertThat(spread.median()).isEqualTo(3);
    assertThat(spread.least()).isEqualTo(1);
    assertThat(spread.greatest()).isEqualTo(9);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertThat(new Spread(FIGURE, List.of(4.0, 1.0, 2.0, 9.0)).median()).isEqualTo(3);
  }
}
