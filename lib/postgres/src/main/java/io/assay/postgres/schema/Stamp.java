package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * A column that says where a row comes from (docs/architecture.md, "Schema assay").
 *
 * @param fallback the default, as SQL; empty for none
 * @param purpose what people read in the database
 */
record Stamp(String column, ColumnShape shape, String fallback, String purpose) {
  private static final String SEQUENCE = "assay_sequence";
  private static final String TIME = "timestamp with time zone";

  /** Whether a column of that name is part of a sequence. */
  static boolean isSequence(String column) {
    return column.equals(SEQUENCE) || column.startsWith(SEQUENCE + "_");
  }

  /**
   * The stamps of a table.
   *
   * @param sequence the types of the sequence's fields, where one is declared
   * @param stubs whether rows of the table may be stubs
   * @param soft whether rows stay when they are deleted
   * @param history whether every version of a row stays
   */
  static List<Stamp> of(List<ColumnType> sequence, boolean stubs, boolean soft, boolean history) {
    List<Stamp> stamps = new ArrayList<>();
    stamps.add(required("assay_batch", "bigint", "The batch: see assay.origin."));
    stamps.add(required("assay_topic", "text", "The topic of the record."));
    stamps.add(required("assay_partition", "integer", "The record's partition."));
    stamps.add(required("assay_offset", "bigint", "The record's offset there."));
    stamps.add(required("assay_time", TIME, "The record's Kafka timestamp."));
    for (int i = 0; i < sequence.size(); i++) {
      stamps.add(
          optional(
              i == 0 ? SEQUENCE : SEQUENCE + "_" + (i + 1),
              sequence.get(i).sql(),
              i == 0
                  ? "The record's sequence; null is older than any."
                  : "Field %d of the record's sequence.".formatted(i + 1)));
    }
    stamps.add(required("assay_processed_at", TIME, "When the batch's transaction began."));
    stamps.add(
        optional(
            "assay_warnings",
            "text[]",
            "The rules of severity warn that the record fails; null if none."));
    if (stubs) {
      stamps.add(
          new Stamp(
              "assay_stub",
              new ColumnShape("boolean", false, true),
              "false",
              "Whether the row stands for one that has not arrived; then the stamps are those of the record that refers to it."));
    }
    if (soft) {
      stamps.add(
          optional(
              "assay_deleted_at",
              TIME,
              "The Kafka timestamp of the record that deleted the row; null if it is not deleted."));
    }
    if (history) {
      stamps.add(required("valid_from", TIME, "Since when the version was the newest."));
      stamps.add(optional("valid_to", TIME, "Until when it was; null if it still is."));
      stamps.add(required("current", "boolean", "Whether it still is."));
    }
    return stamps;
  }

  private static Stamp required(String column, String type, String purpose) {
    return new Stamp(column, new ColumnShape(type, false, false), "", purpose);
  }

  private static Stamp optional(String column, String type, String purpose) {
    return new Stamp(column, new ColumnShape(type, true, false), "", purpose);
  }
}
