package io.assay.crash.oracle;

import io.assay.crash.feed.Row;

/** A row as it must be, and the record that it comes from. */
record ExpectedRow(Row row, long sequence, Place place) {

  /** The newer of two. */
  ExpectedRow or(ExpectedRow other) {
    if (sequence != other.sequence) {
      return sequence > other.sequence ? this : other;
    }
    return place.isAfter(other.place) ? this : other;
  }
}
