package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column that says where a row comes from (docs/architecture.md, "Schema assay").
 *
 * @param fallback the default, as SQL; empty for none
 * @param purpose what people read in the database
 */
record Stamp(String column, ColumnShape shape, String fallback, String purpose) {

  /**
   * The stamps of a table.
   *
   * @param sequence the type of the sequence, where one is declared
   * @param stubs whether rows of the table may be stubs
   */
  static List<Stamp> of(Optional<ColumnType> sequence, boolean stubs) {
    List<Stamp> stamps = new ArrayList<>();
    stamps.add(required("assay_batch", "bigint", "The batch: see assay.origin."));
    stamps.add(required("assay_topic", "text", "The topic of the record."));
    stamps.add(required("assay_partition", "integer", "The record's partition."));
    stamps.add(required("assay_offset", "bigint", "The record's offset there."));
    stamps.add(required("assay_time", "timestamp with time zone", "The record's Kafka timestamp."));
    sequence.ifPresent(
        type ->
            stamps.add(
                optional(
                    "assay_sequence",
                    type.sql(),
                    "The record's sequence; null is older than any.")));
    stamps.add(
        required(
            "assay_processed_at",
            "timestamp with time zone",
            "When the batch's transaction began."));
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
    return stamps;
  }

  private static Stamp required(String column, String type, String purpose) {
    return new Stamp(column, new ColumnShape(type, false, false), "", purpose);
  }

  private static Stamp optional(String column, String type, String purpose) {
    return new Stamp(column, new ColumnShape(type, true, false), "", purpose);
  }
}
