package io.assay.postgres.merge;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.HeldRecord;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicPartition;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagingLayout;
import io.assay.postgres.staging.StagingWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One batch of one task, staged as an executor would: a record is its fields by name, and gives a
 * row to every table of its kind whose key it has, or one for each element of a list of maps. A
 * record's value is its fields as text, so that a held record can be read again.
 */
public final class TestBatch {
  private final Pipeline pipeline;
  private final PipelineDatabase database;
  private final BatchSource source;
  private final long attempt;
  private final StagingLayout layout;
  private final List<Staged> staged = new ArrayList<>();
  private final Map<TopicPartition, OffsetRanges> offsets = new HashMap<>();
  private final Map<String, TopicCounts> counts = new HashMap<>();

  @FunctionalInterface
  private interface Staged {
    void write(StagingWriter writer);
  }

  TestBatch(Pipeline pipeline, PipelineDatabase database, BatchSource source, long attempt) {
    this.pipeline = pipeline;
    this.database = database;
    this.source = source;
    this.attempt = attempt;
    this.layout = database.staging();
  }

  /** A record with alternating names and values of fields. */
  public TestBatch record(String kind, Coordinates at, Object... fields) {
    return warned(kind, at, List.of(), fields);
  }

  /** A record that some rules of its own warn of. */
  public TestBatch warned(String kind, Coordinates at, List<String> rules, Object... fields) {
    RecordKind definition = pipeline.kind(kind);
    Map<String, Object> values = values(fields);
    for (Table table : definition.tables()) {
      if (!table.each().isEmpty()) {
        staged.add(writer -> writeElements(writer, definition, table, at, rules, values));
      } else if (gives(table, values)
          && table.key().stream().allMatch(key -> values.get(field(table, key)) != null)) {
        staged.add(writer -> write(writer, definition, table, at, rules, 0, values));
      }
    }
    if (definition.holds()) {
      staged.add(writer -> keep(writer, kind, at, fields));
    }
    for (String rule : rules) {
      staged.add(writer -> finding(writer, kind, at, rule, "warn"));
    }
    return read(at, new TopicCounts(1, 0, 0, 0));
  }

  /** A record that deletes a root row. */
  public TestBatch delete(String kind, Coordinates at, Object... key) {
    return delete(kind, at, 1, key);
  }

  /** A record that deletes all root rows. */
  public TestBatch truncate(String kind, Coordinates at, Object... fields) {
    return delete(kind, at, 2, fields);
  }

  private TestBatch delete(String kind, Coordinates at, int operation, Object... key) {
    RecordKind definition = pipeline.kind(kind);
    Map<String, Object> values = values(key);
    staged.add(
        writer ->
            write(writer, definition, definition.rootTable(), at, List.of(), operation, values));
    if (definition.holds()) {
      staged.add(writer -> keep(writer, kind, at, key));
    }
    return read(at, new TopicCounts(1, 0, 0, 0));
  }

  /** A record that the executors refuse. */
  public TestBatch quarantined(String kind, Coordinates at, String rule) {
    staged.add(writer -> writer.row(layout.quarantineTable(), at).text(kind).nul());
    staged.add(writer -> finding(writer, kind, at, rule, "reject"));
    return read(at, new TopicCounts(1, 1, 0, 0));
  }

  public TestBatch filtered(Coordinates at) {
    return read(at, new TopicCounts(1, 0, 1, 0));
  }

  /** Lets the task claim other counts than it has. */
  public TestBatch claim(String topic, TopicCounts more) {
    counts.merge(topic, more, TopicCounts::plus);
    return this;
  }

  /** Stages a held record as the record that it was. */
  TestBatch readAgain(HeldRecord held) {
    List<Object> fields = new ArrayList<>();
    String[] words = new String(held.value(), StandardCharsets.UTF_8).split("\u0001", -1);
    for (int i = 1; i < words.length; i += 2) {
      fields.add(words[i]);
      fields.add(words[i + 1]);
    }
    return record(words[0], held.coordinates(), fields.toArray());
  }

  /** Writes the rows, as a task that ends well does, and gives its summary. */
  public TaskSummary stage() {
    try (StagingWriter writer = new StagingWriter(layout, attempt)) {
      staged.forEach(row -> row.write(writer));
      writer.finish();
    }
    return new TaskSummary(attempt, offsets, counts);
  }

  public CommittedBatch commit() {
    return database.commit(batch(stage()));
  }

  public Batch batch(TaskSummary... tasks) {
    return new Batch(source, 1, Instant.EPOCH, List.of(tasks));
  }

  private TestBatch read(Coordinates at, TopicCounts count) {
    offsets.merge(
        at.topicPartition(), OffsetRanges.of(at.offset(), at.offset() + 1), OffsetRanges::union);
    return claim(at.topic(), count);
  }

  private void write(
      StagingWriter writer,
      RecordKind kind,
      Table table,
      Coordinates at,
      List<String> warnings,
      int operation,
      Map<String, Object> values) {
    CopyBuffer row = begin(writer, kind, table, at, warnings);
    if (table.name().equals(kind.root())) {
      row.int2((short) operation);
    }
    finish(row, kind, table, values);
  }

  /** A row for each element of a list: a value, or a map by the names of its fields. */
  private void writeElements(
      StagingWriter writer,
      RecordKind kind,
      Table table,
      Coordinates at,
      List<String> warnings,
      Map<String, Object> values) {
    int place = 0;
    for (Map<String, Object> element : elements(table.each(), values, values)) {
      CopyBuffer row = begin(writer, kind, table, at, warnings);
      row.int4(place++);
      finish(row, kind, table, element);
    }
  }

  private static List<Map<String, Object>> elements(
      List<String> path, Map<String, ?> holder, Map<String, Object> outer) {
    String name = path.get(0);
    List<?> list = (List<?>) holder.get(name);
    List<Map<String, Object>> elements = new ArrayList<>();
    for (Object element : list == null ? List.of() : list) {
      Map<String, Object> values = new HashMap<>(outer);
      values.put(name, element);
      Map<String, Object> inner = new HashMap<>();
      if (element instanceof Map<?, ?> fields) {
        fields.forEach((field, value) -> inner.put((String) field, value));
        inner.forEach((field, value) -> values.put(name + "." + field, value));
      }
      if (path.size() == 1) {
        elements.add(values);
      } else {
        elements.addAll(elements(path.subList(1, path.size()), inner, values));
      }
    }
    return elements;
  }

  private CopyBuffer begin(
      StagingWriter writer, RecordKind kind, Table table, Coordinates at, List<String> warnings) {
    CopyBuffer row = writer.row(layout.rowTable(kind.name(), table.name()), at);
    return warnings.isEmpty() ? row.nul() : row.textArray(warnings);
  }

  private static void finish(
      CopyBuffer row, RecordKind kind, Table table, Map<String, Object> values) {
    for (int i = 0; i < kind.sequence().size(); i++) {
      value(row, kind.sequenceTypes().get(i), values.get(kind.sequence().get(i)));
    }
    for (Table.Column column : table.columns()) {
      value(row, column.type(), values.get(column.sql()));
    }
  }

  /** Of all conditions, only that a field is there is understood. */
  private static boolean gives(Table table, Map<String, Object> values) {
    return table
        .when()
        .map(when -> values.get(when.replaceFirst(" is not null$", "")) != null)
        .orElse(true);
  }

  private void keep(StagingWriter writer, String kind, Coordinates at, Object... fields) {
    StringBuilder text = new StringBuilder(kind);
    for (Object field : fields) {
      text.append('\u0001').append(field);
    }
    writer
        .row(layout.recordTable(kind), at)
        .int4(0)
        .nul()
        .bytes(text.toString().getBytes(StandardCharsets.UTF_8))
        .textArray(List.of("header"))
        .bytesArray(List.of(new byte[] {1}));
  }

  private void finding(
      StagingWriter writer, String kind, Coordinates at, String rule, String severity) {
    writer
        .row(layout.findingTable(), at)
        .text(kind)
        .text(rule)
        .text(severity)
        .nul()
        .nul()
        .text("fails " + rule)
        .nul();
  }

  private static void value(CopyBuffer row, ColumnType type, Object value) {
    if (value == null || value.equals("null")) {
      row.nul();
    } else if (type == Simple.INTEGER) {
      row.int4(Integer.parseInt(value.toString()));
    } else if (type == Simple.BIGINT) {
      row.int8(Long.parseLong(value.toString()));
    } else if (type == Simple.TIMESTAMP) {
      row.timestamp(Long.parseLong(value.toString()));
    } else if (type == Simple.TEXT || type instanceof ColumnType.Enumeration) {
      row.text(value.toString());
    } else {
      throw new IllegalArgumentException("No values of type " + type.sql() + " in these tests");
    }
  }

  private static String field(Table table, String column) {
    return table.column(column).orElseThrow().sql();
  }

  private static Map<String, Object> values(Object... fields) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put((String) fields[i], fields[i + 1]);
    }
    return values;
  }
}
