package io.assay.postgres.merge;

import io.assay.model.Table;
import io.assay.postgres.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns of a target table, stamps included, each with what a staged row (alias {@code v})
 * gives for it.
 */
final class RowColumns {
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Of a table as a kind fills it.
   *
   * @param deletedAt when the staged row was deleted, where the table keeps such rows
   */
  RowColumns(KindTable table, String deletedAt) {
    for (Table.Column column : table.table().columns()) {
      values.put(Identifier.quote(column.name()), "v." + Identifier.quote(column.name()));
    }
    values.put("assay_batch", Sql.BATCH);
    values.put("assay_topic", "v._topic");
    values.put("assay_partition", "v._partition");
    values.put("assay_offset", "v._offset");
    values.put("assay_time", "v._timestamp");
    List<String> stamps = Version.columns("assay_sequence", table.sequenceTypes().size());
    List<String> sequence = table.stagedVersion("v").sequence();
    for (int i = 0; i < stamps.size(); i++) {
      String value = sequence.isEmpty() ? "null" : sequence.get(i);
      values.put(stamps.get(i), value + "::" + table.sequenceTypes().get(i));
    }
    values.put("assay_processed_at", "now()");
    values.put("assay_warnings", "v._warnings");
    if (table.stubs()) {
      values.put("assay_stub", "false");
    }
    if (table.soft()) {
      values.put("assay_deleted_at", deletedAt);
    } else if (table.table().hasHistory()) {
      values.put("valid_from", "v._timestamp");
      values.put("valid_to", "null::timestamp with time zone");
      values.put("current", "false");
    }
  }

  String names() {
    return String.join(", ", values.keySet());
  }

  String values() {
    return String.join(", ", values.values());
  }

  /** Assignments from the row that met a stored one. */
  String assignmentsFromExcluded() {
    return values.keySet().stream()
        .map(name -> name + " = excluded." + name)
        .collect(Collectors.joining(", "));
  }

  /** Assignments from the staged row. */
  String assignments() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
