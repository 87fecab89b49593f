package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Field.Unit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochFormTest {
  @ParameterizedTest
  @CsvSource({
    "1577836800, SECONDS, 2020-01-01T00:00:00Z",
    "1577836800.25, SECONDS, 2020-01-01T00:00:00.250Z",
    "1577836800001, MILLIS, 2020-01-01T00:00:00.001Z",
    "1577836800000001, MICROS, 2020-01-01T00:00:00.000001Z",
    "1577836800000001999, NANOS, 2020-01-01T00:00:00.000001Z",
    "-1, NANOS, 1969-12-31T23:59:59.999999Z",
    "18262, DAYS, 2020-01-01T00:00:00Z",
    "0, MILLIS, 1970-01-01T00:00:00Z"
  })
  void aNumberIsATimestamp(String text, Unit unit, Instant instant) {
    assertThat(EpochForm.timestamps(unit).read(text))
        .isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
  }

  @ParameterizedTest
  @CsvSource({"18262, DAYS, 18262", "-86400000, MILLIS, -1", "86400, SECONDS, 1"})
  void aNumberIsADateIfItIsAWholeDay(String text, Unit unit, int day) {
    assertThat(EpochForm.dates(unit).read(text)).isEqualTo(day);
  }

  @Test
  void partOfADayIsNoDate() {
    assertThat(EpochForm.dates(Unit.MILLIS).read("86400001")).isNull();
    assertThat(EpochForm.dates(Unit.DAYS).read("1.5")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1e3", "2020-01-01", "+1", "253402300800000", "99999999999999999999"})
  void whatIsNoNumberOrBeyondTheYear9999IsRefused(String text) {
    assertThat(EpochForm.timestamps(Unit.MILLIS).read(text)).isNull();
  }
}
