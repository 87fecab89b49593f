package io.assay.engine.decode;

import io.assay.model.ColumnType;
import java.util.List;

/** One way to write a date or a timestamp. Implementations are immutable and thread-safe. */
interface TemporalForm {
  /** Years that both Spark and PostgreSQL write with four digits. */
  int MIN_YEAR = 1;

  int MAX_YEAR = 9999;

  /**
   * Days (date) or microseconds (timestamp) since 1970-01-01 UTC; null if the text is not written
   * this way.
   */
  Object read(String text);

  /** How people call it: the pattern. */
  String name();

  /** The accepted forms of dates: ISO 8601 if there are no patterns. */
  static List<TemporalForm> dates(List<String> patterns) {
    return patterns.isEmpty()
        ? List.of(new IsoDate())
        : patterns.stream().map(pattern -> pattern(ColumnType.Simple.DATE, pattern)).toList();
  }

  /** The accepted forms of timestamps: ISO 8601 if there are no patterns. */
  static List<TemporalForm> timestamps(List<String> patterns) {
    return patterns.isEmpty()
        ? List.of(new IsoTimestamp())
        : patterns.stream().map(pattern -> pattern(ColumnType.Simple.TIMESTAMP, pattern)).toList();
  }

  /** The form that a pattern describes. */
  static TemporalForm pattern(ColumnType.Simple type, String pattern) {
    return NumericForm.of(type, pattern).orElseGet(() -> PatternForm.of(type, pattern));
  }
}
