package io.assay.postgres.staging;

import io.assay.model.AssayException;

/**
 * Dates and timestamps in binary: days and microseconds since 2000-01-01, within PostgreSQL's
 * bounds (timestamp.h: from 4714-11-24 BC; dates to 5874897-12-31, while a long of microseconds
 * since 1970 ends before timestamps do). Its infinities lie outside and cannot be written by
 * mistake.
 */
final class BinaryTime {
  private static final int EPOCH_DAY = 10_957;
  private static final long EPOCH_MICROS = 946_684_800_000_000L;
  private static final long FIRST_DAY = -2_451_545L;
  private static final long END_DAY = 2_145_031_949L;
  private static final long FIRST_MICRO = -211_813_488_000_000_000L;

  private BinaryTime() {}

  static int date(int epochDay) {
    long day = (long) epochDay - EPOCH_DAY;
    requireBetween(day, FIRST_DAY, END_DAY, "date");
    return (int) day;
  }

  static long timestamp(long epochMicros) {
    requireBetween(epochMicros, FIRST_MICRO + EPOCH_MICROS, Long.MAX_VALUE, "timestamp");
    return epochMicros - EPOCH_MICROS;
  }

  private static void requireBetween(long value, long first, long end, String type) {
    if (value < first || value >= end) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Cannot stage a "
              + type
              + " outside of what PostgreSQL can store. A rule of the pipeline should refuse it: add a range");
    }
  }
}
