package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType.Simple;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericFormTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyyMMdd",
        "dd MMM yyyy",
        "d.M.yy",
        "yyyy-MM-dd[ HH:mm]",
        "yyyy-MM-dd'T'HH:mmXXX",
        "D/yyyy",
        "hh:mm d/M/yyyy",
        "d/M",
        "''d/M/yyyy"
      })
  void otherPatternsAreLeftToTheJavaPlatform(String pattern) {
    assertThat(NumericForm.of(Simple.TIMESTAMP, pattern)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "d/M/yyyy, 0123456789/",
    "MM/dd/uuuu, 0123456789/",
    "yyyy-MM-dd HH:mm:ss, 0123456789-: ",
    "yyyy-M-d'T'H:m, 0123456789-:Tt",
  })
  void itAgreesWithTheJavaPlatform(String pattern, String characters) {
    TemporalForm ours = NumericForm.of(Simple.TIMESTAMP, pattern).orElseThrow();
    TemporalForm theirs = PatternForm.of(Simple.TIMESTAMP, pattern);
    Random random = new Random(1);
    List<String> seeds =
        List.of(texts(pattern, 1, 2, 3), texts(pattern, 12, 31, 23), texts(pattern, 2, 29, 0));
    int dates = 0;
    for (int round = 0; round < 30_000; round++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int change = random.nextInt(3); change > 0; change--) {
        char c = characters.charAt(random.nextInt(characters.length()));
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, c);
          case 1 -> text.insert(at, c);
          default -> text.deleteCharAt(at);
        }
      }
      // The Java platform takes any number of leading zeros for one pattern letter; two digits are
      // enough here.
      if (text.toString().matches(".*(^|[^0-9])0[0-9]{2}([^0-9].*|$)")) {
        continue;
      }
      Object value = ours.read(text.toString());
      assertThat(value).as(text.toString()).isEqualTo(theirs.read(text.toString()));
      dates += value == null ? 0 : 1;
    }
    assertThat(dates).isGreaterThan(5_000);
  }

  private static String texts(String pattern, int month, int day, int time) {
    return java.time.format.DateTimeFormatter.ofPattern(pattern)
        .format(java.time.LocalDateTime.of(2020, month, day, time, time, time));
  }

  @Test
  void aDatePatternMayNameATimeWhichIsDropped() {
    TemporalForm form = NumericForm.of(Simple.DATE, "d/M/yyyy HH:mm").orElseThrow();
    assertThat(form.read("1/1/1970 23:59")).isEqualTo(0);
    assertThat(form.read("1/1/1970 24:00")).isNull();
  }
}
