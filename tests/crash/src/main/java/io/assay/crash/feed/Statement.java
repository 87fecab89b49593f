package io.assay.crash.feed;

import java.util.List;

/** What a record says, in the terms of the tables. */
public sealed interface Statement {

  /**
   * A version of a root row.
   *
   * @param id of the root row
   * @param sequence the greater is newer
   * @param rows the root row first, then those that belong to it
   * @param dimensions rows of tables that all records fill
   */
  record Version(long id, long sequence, List<Row> rows, List<Row> dimensions)
      implements Statement {
    public Version {
      rows = List.copyOf(rows);
      dimensions = List.copyOf(dimensions);
    }
  }

  /** A deletion that has its place among the versions. */
  record Deletion(long id, long sequence) implements Statement {}

  /** A deletion that has its place in Kafka alone. */
  record Tombstone(long id) implements Statement {}

  /**
   * Nothing that the pipeline takes.
   *
   * @param rule the one that the record fails
   */
  record Refused(String rule) implements Statement {}

  /** What the pipeline passes over. */
  record Filtered() implements Statement {}
}
