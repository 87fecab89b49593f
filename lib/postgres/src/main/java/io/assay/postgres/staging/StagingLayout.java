package io.assay.postgres.staging;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.postgres.DatabaseConnector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The staging tables of one area of a run of a pipeline: where the executors put what belongs to a
 * kind and a table. Immutable; the driver makes it and sends it to the executors.
 */
public final class StagingLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DatabaseConnector connector;
  private final String pipeline;
  private final UUID runId;
  private final StagingArea area;
  private final List<StagingTable> tables = new ArrayList<>();
  private final Map<Slot, Integer> slots = new HashMap<>();

  private StagingLayout(
      DatabaseConnector connector, Pipeline pipeline, UUID runId, StagingArea area) {
    this.connector = connector;
    this.pipeline = pipeline.name();
    this.runId = runId;
    this.area = area;
    for (RecordKind kind : pipeline.records()) {
      for (Table table : kind.tables()) {
        add(new Slot(Sort.ROWS, kind.name(), table.name()), StagingColumns.rows(kind, table));
      }
      if (kind.holds()) {
        add(new Slot(Sort.RECORDS, kind.name(), ""), StagingColumns.records());
      }
    }
    add(Slot.QUARANTINE, StagingColumns.quarantine());
    add(Slot.FINDINGS, StagingColumns.findings());
  }

  /**
   * The staging tables of an area of a run. The tables themselves are the driver's to create and
   * drop.
   */
  public static StagingLayout of(
      Environment.Database database, Pipeline pipeline, UUID runId, StagingArea area) {
    return new StagingLayout(new DatabaseConnector(database), pipeline, runId, area);
  }

  /** How the names of all staging tables of a run begin. */
  public static String prefix(UUID runId) {
    return "r" + shortened(runId) + "_";
  }

  /**
   * The application name of the sessions of a run: {@code assay/<pipeline>/<first 8 hex digits of
   * the run>}; the server would cut the whole id off.
   */
  public static String applicationName(String pipeline, UUID runId) {
    return "assay/" + pipeline + "/" + shortened(runId);
  }

  /** All tables; the numbers that the other methods give are indexes of this list. */
  public List<StagingTable> tables() {
    return List.copyOf(tables);
  }

  /** The table of that number. */
  public StagingTable table(int number) {
    return tables.get(number);
  }

  /** The number of the table for the rows that a kind gives to a target table. */
  public int rowTable(String kind, String table) {
    return number(new Slot(Sort.ROWS, kind, table));
  }

  /** The number of the table for the bytes of a kind's records that may have to wait. */
  public int recordTable(String kind) {
    return number(new Slot(Sort.RECORDS, kind, ""));
  }

  /** The number of the table for records that the executors refuse. */
  public int quarantineTable() {
    return number(Slot.QUARANTINE);
  }

  /** The number of the table for findings. */
  public int findingTable() {
    return number(Slot.FINDINGS);
  }

  /** The application name of the sessions of this run. */
  public String applicationName() {
    return applicationName(pipeline, runId);
  }

  /** Closes the connections that tasks of the run in this JVM have left to the next. */
  public void closeKeptSessions() {
    KeptSessions.closeAll(this);
  }

  DatabaseConnector connector() {
    return connector;
  }

  private void add(Slot slot, List<StagedColumn> columns) {
    String purpose = "assay: pipeline %s, run %s, %s".formatted(pipeline, runId, slot);
    slots.put(slot, tables.size());
    tables.add(new StagingTable(prefix(runId) + area.mark() + tables.size(), purpose, columns));
  }

  private int number(Slot slot) {
    Integer number = slots.get(slot);
    if (number == null) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "No staging table for %s in the pipeline %s".formatted(slot, pipeline));
    }
    return number;
  }

  private static String shortened(UUID runId) {
    return runId.toString().substring(0, 8);
  }

  /** What a staging table is for. */
  private enum Sort {
    ROWS,
    RECORDS,
    QUARANTINE,
    FINDINGS
  }

  /** A staging table's place in the layout; kind and table are empty where they say nothing. */
  private record Slot(Sort sort, String kind, String table) implements Serializable {
    static final Slot QUARANTINE = new Slot(Sort.QUARANTINE, "", "");
    static final Slot FINDINGS = new Slot(Sort.FINDINGS, "", "");

    @Override
    public String toString() {
      return switch (sort) {
        case ROWS -> "rows of the kind " + kind + " for the table " + table;
        case RECORDS -> "records of the kind " + kind;
        case QUARANTINE -> "quarantined records";
        case FINDINGS -> "findings";
      };
    }
  }
}
