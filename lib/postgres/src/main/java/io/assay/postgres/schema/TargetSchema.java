package io.assay.postgres.schema;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.model.Table;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.Identifier;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.PlannedChange.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The target tables of a pipeline: columns, stamps, primary keys, foreign keys, and indexes for
 * what is looked up. Tables that exist are compared with the definition, and altered only as far as
 * the policy of each table allows.
 */
public final class TargetSchema {
  static final String PURPOSE = "Tables of pipelines of Assay.";

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

  /** What {@link #prepare} leaves: the definition as the tables take it, and what waits. */
  public record Prepared(Pipeline pipeline, PendingChanges pending) {}

  /** What gives a member of records its column. */
  static PlannedChange addition(String schema, Pipeline pipeline, AddedColumn added) {
    Table table =
        pipeline.tables().stream()
            .filter(each -> each.name().equals(added.table()))
            .findFirst()
            .orElseThrow();
    TargetTable target = new TargetTable(schema, pipeline, table);
    ColumnShape shape = new ColumnShape(added.type().sql(), true, false);
    return new PlannedChange(
        added.table(),
        added.table() + "." + added.column(),
        PlannedChange.ABSENT,
        shape.toString(),
        Optional.of(Change.UNKNOWN_FIELD),
        Optional.of(Action.APPLY),
        Fate.DONE,
        "records of the kind %s have the member '%s'".formatted(added.kind(), added.member()),
        Step.COLUMNS,
        new TableStatements(schema).addColumn(target, added.column(), shape));
  }

  /** The statements that make all tables where there are none. */
  public List<String> definition() {
    TableStatements statements = new TableStatements(schema);
    return Stream.concat(
            tables.stream().flatMap(table -> statements.create(table).stream()),
            tables.stream()
                .flatMap(
                    table ->
                        table.shape().foreignKeys().stream()
                            .map(key -> statements.foreignKey(table.name(), key))
                            .sorted()))
        .toList();
  }

  /**
   * Compares, and changes nothing.
   *
   * @param connection in a transaction, which stays open
   */
  public SchemaPlan plan(Connection connection) throws SQLException {
    return new SchemaComparison(connection, schema, pipeline, tables).plan();
  }

  /**
   * Compares, in a transaction of its own. Where none of the tables is there, or only indexes are
   * missing, makes them; changes of tables that are there wait for the first batch.
   *
   * @throws AssayException (USER) if a difference is refused; the message lists every one, and
   *     nothing has been changed
   */
  public Prepared prepare(Connection connection, SchemaAudit audit) {
    Prepared[] prepared = new Prepared[1];
    SchemaTransaction.run(
        connection,
        connector,
        what(),
        open -> {
          SchemaPlan plan = allowed(open);
          PendingChanges pending = PendingChanges.of(audit, plan);
          if (plan.onlyAdds()) {
            pending.carryOut(open, OptionalLong.empty());
            pending.committed();
          }
          prepared[0] = new Prepared(plan.pipeline(), pending);
        });
    return prepared[0];
  }

  /**
   * Makes all changes that the policies allow, in a transaction of its own.
   *
   * @return what was compared, and done
   * @throws AssayException (USER) if a difference is refused; then nothing has been changed
   */
  public SchemaPlan apply(Connection connection, SchemaAudit audit) {
    SchemaPlan[] done = new SchemaPlan[1];
    SchemaTransaction.run(
        connection,
        connector,
        what(),
        open -> {
          done[0] = allowed(open);
          PendingChanges.of(audit, done[0]).carryOut(open, OptionalLong.empty());
        });
    return done[0];
  }

  private String what() {
    return "Cannot create the tables of the pipeline " + pipeline.name();
  }

  private SchemaPlan allowed(Connection connection) throws SQLException {
    SchemaPlan plan = plan(connection);
    if (!plan.of(Fate.REFUSED).isEmpty()) {
      throw refused(plan);
    }
    return plan;
  }

  private AssayException refused(SchemaPlan plan) {
    String list =
        plan.changes().stream()
            .map(TargetSchema::line)
            .collect(Collectors.joining(System.lineSeparator()));
    return new AssayException(
        AssayException.Kind.USER,
        """
        The tables in the schema %s of %s are not those of the pipeline %s:
        %s
        Nothing was changed. Change the tables, the definition or its schema-change, or choose another schema and rebuild; assay plan shows what would be done"""
            .formatted(Identifier.quote(schema), connector.server(), pipeline.name(), list));
  }

  private static String line(PlannedChange change) {
    String policy = change.policy().map(words -> " (" + words + ")").orElse("");
    return switch (change.fate()) {
      case REFUSED -> "  %s. Refused%s: %s".formatted(change, policy, change.reason());
      case LEFT -> "  %s. Left%s: %s".formatted(change, policy, change.reason());
      case DONE -> "  %s. Would be done%s".formatted(change, policy);
    };
  }
}
