package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The target tables of a pipeline: columns, stamps, primary keys, foreign keys, and indexes for
 * what is looked up. Tables that exist are compared with the definition and never altered; an index
 * that is missing is added to them.
 */
public final class TargetSchema {
  private final DatabaseConnector connector;
  private final String schema;
  private final Pipeline pipeline;
  private final List<TargetTable> tables;

  /**
   * The tables of a pipeline in a schema.
   *
   * @throws AssayException (USER) if the definition cannot be made into tables
   */
  public TargetSchema(DatabaseConnector connector, String schema, Pipeline pipeline) {
    this.connector = connector;
    this.schema = schema;
    this.pipeline = pipeline;
    this.tables =
        pipeline.tables().stream().map(table -> new TargetTable(schema, pipeline, table)).toList();
  }

  /**
   * Makes what is absent, in a transaction of its own; where all is there, nothing is changed.
   *
   * @throws AssayException (USER) if a table exists that differs from the definition; the message
   *     lists every difference, and nothing has been changed
   */
  public void create(Connection connection) {
    String what = "Cannot create the tables of the pipeline " + pipeline.name();
    SchemaTransaction.run(connection, connector, what, this::createOrCheck);
  }

  private void createOrCheck(Connection connection) throws SQLException {
    Catalog catalog = new Catalog(connection, schema);
    List<TargetTable> absent = absent(catalog);
    try (Statement statement = connection.createStatement()) {
      new SchemaCreation(statement).createIfAbsent(schema, "Tables of pipelines of Assay.");
      TableCreation creation = new TableCreation(statement, schema);
      for (TargetTable table : absent) {
        creation.createTable(table);
      }
      for (TargetTable table : absent) {
        creation.createForeignKeys(table);
      }
      for (TargetTable table : tables) {
        createIndexes(table, catalog, creation);
      }
    }
  }

  private List<TargetTable> absent(Catalog catalog) throws SQLException {
    List<TargetTable> absent = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    for (TargetTable table : tables) {
      catalog
          .table(table.name())
          .ifPresentOrElse(
              there -> differences.addAll(Comparison.differences(there, table.shape())),
              () -> absent.add(table));
    }
    if (!differences.isEmpty()) {
      throw refused(differences);
    }
    return absent;
  }

  private static void createIndexes(TargetTable table, Catalog catalog, TableCreation creation)
      throws SQLException {
    Set<List<String>> there = new HashSet<>(catalog.indexes(table.name()));
    // Longer ones first: they serve the shorter ones that they begin with.
    List<List<String>> lookups = new ArrayList<>(table.lookups());
    lookups.sort(Comparator.<List<String>>comparingInt(List::size).reversed());
    for (List<String> columns : lookups) {
      if (there.stream().noneMatch(index -> beginsWith(index, columns))) {
        creation.createIndex(table.name(), columns);
        there.add(columns);
      }
    }
  }

  private static boolean beginsWith(List<String> index, List<String> columns) {
    return index.size() >= columns.size() && index.subList(0, columns.size()).equals(columns);
  }

  private AssayException refused(List<Difference> differences) {
    String list =
        differences.stream()
            .map(difference -> "  " + difference)
            .collect(Collectors.joining(System.lineSeparator()));
    return new AssayException(
        AssayException.Kind.USER,
        """
        The tables in the schema %s of %s are not those of the pipeline %s:
        %s
        Nothing was changed. Change the tables or the definition, or choose another schema and rebuild"""
            .formatted(Identifier.quote(schema), connector.server(), pipeline.name(), list));
  }
}
