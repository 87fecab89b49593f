package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations with their unit. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500 ms, PT0.5S",
    "30 seconds, PT30S",
    "30s, PT30S",
    "1 minute, PT1M",
    "12 hours, PT12H",
    "1 day, PT24H",
    "0 s, PT0S"
  })
  void aNumberAndAUnitAreADuration(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "seconds", "-1 s", "1.5 h", "1 fortnight", "1 Day"})
  void anythingElseIsNone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @Test
  void textIsInSecondsOrMilliseconds() {
    assertThat(Durations.text(Duration.ofHours(1))).isEqualTo("3600 seconds");
    assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1500 milliseconds");
  }
}
