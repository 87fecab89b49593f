package io.assay.flow.refine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.assay.engine.CompiledRefinement;
import io.assay.engine.RuleTiming;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.record.Refined.Fate;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Table;
import io.assay.postgres.Coordinates;
import io.assay.postgres.Dimension;
import io.assay.postgres.UnknownMember;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagedRows;
import io.assay.postgres.staging.StagingLayout;
import io.assay.postgres.staging.StagingWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.functions;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Runs on the executors: streams refined records into the staging tables, in one pass, and tells
 * what it staged. Every row carries the task attempt; only attempts whose summary reached the
 * driver are merged.
 */
final class StageRecords
    implements Function2<Integer, Iterator<InternalRow>, Iterator<StagedTask>> {
  private static final long serialVersionUID = 1L;
  private static final int FINDING_MEMBERS = 5;
  private static final int SCHEMA_ID = 13;
  private static final int UNKNOWN = 14;
  private static final int FIRST_ROW = 15;
  private static final int UNKNOWN_MEMBERS = 3;
  private static final int MOST_FAILURES_TOLD = 5;

  private final CompiledRefinement refinement;
  private final RuleTiming timing;
  private final AppliedOffsets applied;
  private final StagingLayout layout;
  private final List<String> kinds = new ArrayList<>();
  private final List<List<RowWriter>> rowWriters = new ArrayList<>();
  private final List<Integer> recordTables = new ArrayList<>();
  private final List<Action> unknownActions = new ArrayList<>();
  private final Set<UnknownMember.Name> told;

  /**
   * @param refinement gives the {@link #columns}
   * @param timing measures rules
   * @param applied what to skip
   * @param dimensions of which only the newest version of each row is staged
   * @param told members that no field takes of which there is a finding already
   */
  StageRecords(
      Pipeline pipeline,
      CompiledRefinement refinement,
      RuleTiming timing,
      AppliedOffsets applied,
      StagingLayout layout,
      Set<Dimension> dimensions,
      Set<UnknownMember.Name> told) {
    this.told = new HashSet<>(told);
    this.refinement = refinement;
    this.timing = timing;
    this.applied = applied;
    this.layout = layout;
    int rowColumn = FIRST_ROW;
    for (RecordKind kind : pipeline.records()) {
      List<RowWriter> writers = new ArrayList<>();
      for (Table table : kind.tables()) {
        StagedRows rows =
            dimensions.contains(new Dimension(kind.name(), table.name()))
                ? StagedRows.NEWEST
                : StagedRows.ALL;
        writers.add(
            RowWriter.of(
                kind, table, layout.rowTable(kind.name(), table.name()), rowColumn++, rows));
      }
      kinds.add(kind.name());
      rowWriters.add(writers);
      recordTables.add(kind.holds() ? layout.recordTable(kind.name()) : -1);
      unknownActions.add(kind.unknownField());
    }
  }

  /**
   * Stages raw records and gives the summaries of the successful tasks.
   *
   * @param mostTasks that do it
   */
  List<StagedTask> run(Dataset<Row> records, int mostTasks) {
    Column[] shape =
        Arrays.stream(RawRecord.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
    JavaRDD<InternalRow> rows = records.select(shape).queryExecution().toRdd().toJavaRDD();
    return (rows.getNumPartitions() > mostTasks ? rows.coalesce(mostTasks) : rows)
        .mapPartitionsWithIndex(this, true)
        .collect();
  }

  /** The columns that {@link #call} expects, in order. */
  static Column[] columns(Pipeline pipeline) {
    boolean keepsRecords = pipeline.records().stream().anyMatch(RecordKind::holds);
    List<Column> columns = new ArrayList<>();
    for (String name :
        List.of(
            RawRecord.TOPIC,
            RawRecord.PARTITION,
            RawRecord.OFFSET,
            RawRecord.TIMESTAMP,
            Refined.KIND,
            Refined.FATE,
            Refined.OPERATION,
            Refined.FINDINGS,
            Refined.WARNINGS)) {
      columns.add(col(name));
    }
    for (String name :
        List.of(RawRecord.TIMESTAMP_TYPE, RawRecord.KEY, RawRecord.VALUE, RawRecord.HEADERS)) {
      columns.add(keepsRecords ? col(name) : lit(null).cast("int").as(name));
    }
    columns.add(col(Refined.SCHEMA_ID));
    columns.add(col(Refined.UNKNOWN));
    for (int kind = 0; kind < pipeline.records().size(); kind++) {
      for (int table = 0; table < pipeline.records().get(kind).tables().size(); table++) {
        columns.add(col(Refined.row(kind, table)));
      }
    }
    return columns.toArray(Column[]::new);
  }

  @Override
  public Iterator<StagedTask> call(Integer partition, Iterator<InternalRow> records) {
    CompiledRefinement.Task refining = refinement.task(partition);
    GenericInternalRow replayed = new GenericInternalRow(1);
    long attempt = TaskContext.get().taskAttemptId();
    TaskTally tally = new TaskTally();
    RuleClock clock = new RuleClock(timing, kinds, partition);
    List<String> failures = new ArrayList<>();
    UnknownTally unknown = new UnknownTally(told);
    Topics topics = new Topics();
    try (StagingWriter writer = new StagingWriter(layout, attempt)) {
      while (records.hasNext()) {
        InternalRow raw = records.next();
        Coordinates coordinates =
            new Coordinates(
                topics.name(raw.getUTF8String(0)), raw.getInt(1), raw.getLong(2), raw.getLong(3));
        replayed.setBoolean(
            0, applied.has(coordinates.topic(), coordinates.partition(), coordinates.offset()));
        InternalRow record = refining.refine(raw, replayed);
        Fate fate = Fate.of(record.getInt(5));
        tally.count(
            coordinates.topic(),
            coordinates.partition(),
            coordinates.offset(),
            raw.getLong(3),
            fate);
        clock.count(record.getInt(4), coordinates.offset(), raw, replayed);
        if (!record.isNullAt(UNKNOWN)) {
          unknown(writer, record, coordinates, fate, unknown);
        }
        switch (fate) {
          case APPLY -> stageRows(writer, record, coordinates);
          case QUARANTINE -> quarantine(writer, record, coordinates);
          case FAIL -> {
            if (failures.size() < MOST_FAILURES_TOLD) {
              failures.add(failure(record, coordinates));
            }
          }
          case FILTER, REPLAY -> {
            // counted; gives no rows
          }
        }
      }
      writer.finish();
    }
    return List.of(
            new StagedTask(tally.summary(attempt, clock.samples()), failures, unknown.members()))
        .iterator();
  }

  /** Makes a text of a topic's name once for the records of a topic that follow each other. */
  private static final class Topics {
    private UTF8String last = UTF8String.EMPTY_UTF8;
    private String name = "";

    String name(UTF8String topic) {
      if (!topic.equals(last)) {
        last = topic.clone(); // the row that it is part of is used again
        name = topic.toString();
      }
      return name;
    }
  }

  /** Tells the driver what no field takes, or writes a finding for the first one of each name. */
  private void unknown(
      StagingWriter writer,
      InternalRow record,
      Coordinates coordinates,
      Fate fate,
      UnknownTally tally) {
    int kind = record.getInt(4);
    Action action = unknownActions.get(kind);
    if (fate != Fate.APPLY || (action != Action.APPLY && action != Action.WARN)) {
      return; // the findings of the record say it, or it gives no rows
    }
    ArrayData members = record.getArray(UNKNOWN);
    for (int i = 0; i < members.numElements(); i++) {
      InternalRow member = members.getStruct(i, UNKNOWN_MEMBERS);
      UnknownMember found =
          UnknownMember.of(
              kinds.get(kind),
              member.getUTF8String(0).toString(),
              member.getUTF8String(1).toString());
      if (tally.add(found) && action == Action.WARN) {
        CopyBuffer out = writer.row(layout.findingTable(), coordinates);
        out.text(kinds.get(kind)).text(Refined.UNKNOWN_FIELD).text("warn").text(found.member());
        out.text(member.getUTF8String(2).toString());
        out.text("no field takes it; its value is " + member.getUTF8String(1));
        schemaId(out, record);
      }
    }
  }

  private void stageRows(StagingWriter writer, InternalRow record, Coordinates coordinates) {
    int kind = record.getInt(4);
    int operation = record.getInt(6);
    List<String> warnings = record.isNullAt(8) ? List.of() : texts(record.getArray(8));
    for (RowWriter rows : rowWriters.get(kind)) {
      rows.stage(record, warnings, operation, writer, coordinates);
    }
    if (!record.isNullAt(7)) {
      findings(writer, record, kinds.get(kind), coordinates);
    }
    if (recordTables.get(kind) >= 0) {
      keep(writer.row(recordTables.get(kind), coordinates), record);
    }
  }

  private void quarantine(StagingWriter writer, InternalRow record, Coordinates coordinates) {
    String kind = record.getInt(4) < 0 ? null : kinds.get(record.getInt(4));
    CopyBuffer out = writer.row(layout.quarantineTable(), coordinates);
    textOrNull(out, kind);
    schemaId(out, record);
    findings(writer, record, kind, coordinates);
  }

  private static void schemaId(CopyBuffer out, InternalRow record) {
    if (record.isNullAt(SCHEMA_ID)) {
      out.nul();
    } else {
      out.int4(record.getInt(SCHEMA_ID));
    }
  }

  private void findings(
      StagingWriter writer, InternalRow record, String kind, Coordinates coordinates) {
    ArrayData findings = record.getArray(7);
    for (int i = 0; i < findings.numElements(); i++) {
      InternalRow finding = findings.getStruct(i, FINDING_MEMBERS);
      CopyBuffer out = writer.row(layout.findingTable(), coordinates);
      textOrNull(out, kind);
      for (int member = 0; member < FINDING_MEMBERS; member++) {
        textOrNull(out, finding.isNullAt(member) ? null : finding.getUTF8String(member).toString());
      }
      schemaId(out, record);
    }
  }

  /** Keeps the record itself, for the case that it has to wait for a parent. */
  private static void keep(CopyBuffer out, InternalRow record) {
    out.int4(record.getInt(9));
    bytesOrNull(out, record.isNullAt(10) ? null : record.getBinary(10));
    bytesOrNull(out, record.isNullAt(11) ? null : record.getBinary(11));
    List<String> names = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    ArrayData headers = record.isNullAt(12) ? null : record.getArray(12);
    for (int i = 0; headers != null && i < headers.numElements(); i++) {
      InternalRow header = headers.getStruct(i, 2);
      names.add(header.getUTF8String(0).toString());
      values.add(header.isNullAt(1) ? null : header.getBinary(1));
    }
    out.textArray(names);
    out.bytesArray(values);
  }

  private static String failure(InternalRow record, Coordinates coordinates) {
    ArrayData findings = record.getArray(7);
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < findings.numElements(); i++) {
      InternalRow finding = findings.getStruct(i, FINDING_MEMBERS);
      if (finding.getUTF8String(1).toString().equals("fail")) {
        rules.add(finding.getUTF8String(0).toString());
      }
    }
    return "rule "
        + String.join(", ", rules)
        + " at "
        + coordinates.topic()
        + "/"
        + coordinates.partition()
        + "/"
        + coordinates.offset();
  }

  private static List<String> texts(ArrayData array) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      texts.add(array.getUTF8String(i).toString());
    }
    return texts;
  }

  private static void textOrNull(CopyBuffer out, String text) {
    if (text == null) {
      out.nul();
    } else {
      out.text(text);
    }
  }

  private static void bytesOrNull(CopyBuffer out, byte[] bytes) {
    if (bytes == null) {
      out.nul();
    } else {
      out.bytes(bytes);
    }
  }
}
