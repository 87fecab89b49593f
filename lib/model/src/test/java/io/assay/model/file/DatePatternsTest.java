package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which patterns of {@code java.time} give dates. */
class DatePatternsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "d/M/yyyy",
        "dd.MM.uuuu",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss.SSSX",
        "d MMM yy",
        "h:mm a, d/M/yyyy",
        "yyyy-DDD",
        "d/M/yyyy G"
      })
  void aPatternWithDayMonthAndYearIsAccepted(String pattern) {
    assertThat(withPattern(pattern).pipeline().records()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d/M",
        "HH:mm",
        "mm/dd/yyyy",
        "yyyy",
        "'d/M/yyyy'",
        "d/M/yyyy'",
        "j",
        "YYYY-MM-dd"
      })
  void anyOtherPatternIsRefused(String pattern) {
    assertThat(withPattern(pattern).pipelineFault())
        .contains("not a pattern that dates can be read with");
  }

  private static Example withPattern(String pattern) {
    return Example.of("minimal-pipeline.conf")
        .with(
            "type = text }",
            "type = text }, at { from = at, type = timestamp, formats = [\"" + pattern + "\"] }");
  }
}
