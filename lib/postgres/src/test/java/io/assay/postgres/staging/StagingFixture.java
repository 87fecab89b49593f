package io.assay.postgres.staging;

import io.assay.model.Pipeline;
import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import java.util.UUID;

/** The staging tables of one run, there for the length of a test. */
final class StagingFixture implements AutoCloseable {
  static final Coordinates ANYWHERE = new Coordinates("records", 0, 7, 1_000_000);

  private final TestDatabase database;
  private final StagingLayout layout;

  StagingFixture(TestDatabase database, Pipeline pipeline) {
    this.database = database;
    this.layout =
        StagingLayout.of(database.environment(), pipeline, UUID.randomUUID(), StagingArea.FIRST);
    database.execute("create schema if not exists " + StagingTable.SCHEMA);
    layout.tables().forEach(table -> database.execute(table.create()));
  }

  StagingLayout layout() {
    return layout;
  }

  /** The staging table for the rows of a table. */
  String rows(String kind, String table) {
    return layout.table(layout.rowTable(kind, table)).sql();
  }

  @Override
  public void close() {
    layout.closeKeptSessions();
    layout.tables().forEach(table -> database.execute(table.drop()));
  }
}
