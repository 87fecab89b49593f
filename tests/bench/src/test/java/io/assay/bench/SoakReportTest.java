package io.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakReportTest {

  private static SoakReport report(LongUnaryOperator files, double lastSeconds) {
    List<SoakSample> samples =
        LongStream.rangeClosed(1, 30)
            .mapToObj(
                number ->
                    new SoakSample(
                        number * 50,
                        number > 28 ? lastSeconds : 0.2,
                        1,
                        1,
                        files.applyAsLong(number),
                        100,
                        1000,
                        100,
                        Map.of("batch", 50L),
                        100_000_000))
            .toList();
    return new SoakReport(samples);
  }

  @Test
  void whatSwingsIsBounded() {
    assertThat(report(number -> 10 + number % 4, 0.2).text())
        .contains("files of data          bounded");
  }

  @Test
  void whatGrowsWithEveryBatchIsNot() {
    assertThat(report(number -> number * 50, 0.2).text()).contains("files of data          GROWS");
  }

  @Test
  void theLastHundredIsComparedWithTheSecond() {
    assertThat(report(number -> 10, 0.3).slowing()).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void ofFewSamplesNothingIsSaid() {
    SoakReport few = new SoakReport(report(number -> 10, 0.2).samples().subList(0, 4));

    assertThat(few.figures()).isEmpty();
    assertThat(few.text()).doesNotContain("bounded");
  }

  @Test
  void theDrawingHasAPanelForEachSeries() {
    assertThat(report(number -> 10, 0.2).chart().orElseThrow())
        .startsWith("<svg")
        .contains("rows of the ledger", "1500 batches")
        .containsPattern("polyline points=\"[0-9., ]+\"");
  }
}
