package io.assay.postgres.merge;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.Batch;
import io.assay.postgres.BatchSource;
import io.assay.postgres.CommittedBatch;
import io.assay.postgres.Coordinates;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.PipelineDatabase;
import io.assay.postgres.RunInfo;
import io.assay.postgres.TaskSummary;
import io.assay.postgres.TopicCounts;
import io.assay.postgres.TopicPartition;
import io.assay.postgres.staging.CopyBuffer;
import io.assay.postgres.staging.StagingLayout;
import io.assay.postgres.staging.StagingWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongUnaryOperator;

/**
 * Measures batches of ten columns: seconds for staging by one task, and for the commit, of the
 * clock and of the server's CPU. Arguments: the URL of an empty database, a user who needs no
 * password there, and the path of the server's program on this machine.
 */
final class MergeBenchmark {
  private static final int LARGE = 1_000_000;
  private static final int SMALL = 200;
  private static final int REPEATED = 100;

  private static final String FIELDS =
      """
      fields {
        id { from = id, type = bigint }, c1 { from = c1, type = text }, c2 { from = c2, type = text }
        c3 { from = c3, type = integer }, c4 { from = c4, type = integer }, c5 { from = c5, type = "decimal(12,2)" }
        c6 { from = c6, type = date }, c7 { from = c7, type = timestamp }, c8 { from = c8, type = text }
        c9 { from = c9, type = double }
      }
      """;

  private static final String COLUMNS =
      "key = [id], columns { id = id, c1 = c1, c2 = c2, c3 = c3, c4 = c4, c5 = c5, c6 = c6, c7 = c7, c8 = c8, c9 = c9 }\n";

  /** One table and nothing to check. */
  private static final String FLAT =
      "row { when = \"true\"\n" + FIELDS + "root = flat\ntables { flat { " + COLUMNS + "} } }";

  /** A dimension, a parent of another kind, rules that need other rows, and deletions. */
  private static final String CHECKED =
      """
      parent {
        when = "_topic = 'b'", fields { number { from = c3, type = integer } }, root = parent
        tables { parent { key = [number], columns { number = number } } }
      }
      row {
        when = "_topic = 'a'"
        delete { when = "_tombstone", key { id = "_key" } }
        rules {
          once { unique = [id, c1], severity = warn }
          near { absent-from = parent, where = "stored.number = row.c4 and row.c4 < 0" }
        }
        root = checked
      """
          + FIELDS
          + "tables { dimension { key = [c8], keep = first, columns { c8 = c8 } }\nchecked { "
          + COLUMNS
          + """
            references { parent { columns = [c3], orphan { hold = 1 day, then = reject } }, dimension { columns = [c8] } }
          } }
      }
      """;

  private final String server;
  private final PipelineDatabase database;
  private final RecordKind kind;
  private long attempt;
  private long offset;

  private MergeBenchmark(String[] arguments, String records, long firstOffset) {
    this.server = arguments[2];
    this.offset = firstOffset;
    Pipeline pipeline = TestRun.pipeline(records);
    Environment.Database environment =
        new Environment.Database(
            arguments[0],
            arguments[1],
            Optional.empty(),
            "bench",
            Duration.ofMinutes(10),
            Duration.ofSeconds(10));
    this.kind = pipeline.kind("row");
    this.database =
        PipelineDatabase.open(
            environment,
            pipeline,
            new RunInfo(
                UUID.randomUUID(), "benchmark", "here", "0", UUID.randomUUID().toString(), ""));
  }

  public static void main(String[] arguments) {
    MergeBenchmark flat = new MergeBenchmark(arguments, FLAT, 0);
    flat.measure("flat, all new", LARGE, 1, id -> id);
    flat.measure("flat, all updated", LARGE, 1, id -> id);
    flat.measure("flat, all updated, shuffled", LARGE, 1, id -> id * 7919 % LARGE);
    flat.measure("flat, ten versions of each", LARGE, 1, id -> id % (LARGE / 10));
    flat.measure("flat, small", SMALL, REPEATED, id -> id);
    flat.database.close();
    MergeBenchmark checked = new MergeBenchmark(arguments, CHECKED, 100L * LARGE);
    checked.measure("checked, all held", LARGE / 10, 1, id -> id);
    checked.parents();
    checked.measure("checked, all new", LARGE, 1, id -> id);
    checked.measure("checked, all updated", LARGE, 1, id -> id);
    checked.measure("checked, small", SMALL, REPEATED, id -> id);
    checked.database.close();
  }

  private void measure(String name, int records, int batches, LongUnaryOperator ids) {
    double staging = 0;
    double commit = 0;
    double cpu = 0;
    CommittedBatch committed = null;
    for (int batch = 0; batch < batches; batch++) {
      long begin = System.nanoTime();
      TaskSummary task = stage(records, ids);
      long staged = System.nanoTime();
      double before = serverSeconds();
      committed = database.commit(new Batch(BatchSource.LAKE, batch, Instant.now(), List.of(task)));
      staging += (staged - begin) / 1e9;
      commit += (System.nanoTime() - staged) / 1e9;
      cpu += serverSeconds() - before;
    }
    System.out.printf(
        "%-30s %8d records: staged in %.4f s, committed in %.4f s (CPU %.4f s) %s%n",
        name,
        records,
        staging / batches,
        commit / batches,
        cpu / batches,
        committed.topics().get("a"));
  }

  private double serverSeconds() {
    return ProcessHandle.allProcesses()
            .map(ProcessHandle::info)
            .filter(process -> process.command().filter(server::equals).isPresent())
            .mapToLong(process -> process.totalCpuDuration().orElse(Duration.ZERO).toMillis())
            .sum()
        / 1000.0;
  }

  private TaskSummary stage(int records, LongUnaryOperator ids) {
    long first = offset;
    StagingLayout layout = database.staging();
    try (StagingWriter writer = new StagingWriter(layout, ++attempt)) {
      for (int i = 0; i < records; i++) {
        Coordinates at = TestRun.at("a", 0, offset++, offset);
        for (Table table : kind.tables()) {
          write(
              writer.row(layout.rowTable(kind.name(), table.name()), at),
              table,
              ids.applyAsLong(i));
        }
        if (kind.holds()) {
          writer
              .row(layout.recordTable(kind.name()), at)
              .int4(0)
              .nul()
              .bytes(new byte[200])
              .textArray(List.of())
              .bytesArray(List.of());
        }
      }
      writer.finish();
    }
    return new TaskSummary(
        attempt,
        Map.of(new TopicPartition("a", 0), OffsetRanges.of(first, offset)),
        Map.of("a", new TopicCounts(records, 0, 0, 0)));
  }

  private void parents() {
    StagingLayout layout = database.staging();
    try (StagingWriter writer = new StagingWriter(layout, ++attempt)) {
      for (int i = 0; i < 1000; i++) {
        writer
            .row(layout.rowTable("parent", "parent"), TestRun.at("b", 0, i, i))
            .nul()
            .int2((short) 0)
            .int4(i);
      }
      writer.finish();
    }
    TaskSummary task =
        new TaskSummary(
            attempt,
            Map.of(new TopicPartition("b", 0), OffsetRanges.of(0, 1000)),
            Map.of("b", new TopicCounts(1000, 0, 0, 0)));
    long begin = System.nanoTime();
    database.commit(new Batch(BatchSource.LAKE, 0, Instant.now(), List.of(task)));
    System.out.printf(
        "parents arrive for the held: committed in %.4f s%n", (System.nanoTime() - begin) / 1e9);
  }

  private void write(CopyBuffer row, Table table, long id) {
    row.nul();
    if (table.name().equals(kind.root())) {
      row.int2((short) 0);
    }
    for (Table.Column column : table.columns()) {
      write(row, column.name(), column.type(), id);
    }
  }

  private static void write(CopyBuffer row, String name, ColumnType type, long id) {
    if (type instanceof ColumnType.Decimal) {
      row.numeric(BigDecimal.valueOf(id, 2));
    } else if (name.equals("c8")) {
      row.text("dimension " + id % 50);
    } else {
      switch ((Simple) type) {
        case BIGINT -> row.int8(id);
        case INTEGER -> row.int4((int) (id % 1000));
        case DATE -> row.date((int) (19_000 + id % 1000));
        case TIMESTAMP -> row.timestamp(1_700_000_000_000_000L + id);
        case DOUBLE -> row.float8(id / 3.0);
        case TEXT -> row.text("text " + id);
        default -> throw new IllegalArgumentException(type.sql());
      }
    }
  }
}
