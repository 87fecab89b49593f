package io.assay.postgres.merge;

import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes sure of the foreign keys of all staged rows of a table at once, so that PostgreSQL need not
 * for each row, which costs more than all else about it. The parents are looked up and locked as
 * PostgreSQL's own check does ({@code for key share}); rows are then written with {@code
 * session_replication_role = replica}, in which it leaves its check out.
 *
 * <p>That setting also leaves out triggers, rules and the check of deferrable constraints, so the
 * table must have none of them, and no foreign key but those declared; and others may refer to its
 * primary key alone, which no batch changes. And it takes a right: {@code grant set on parameter
 * session_replication_role}. Where any of this is missing, or a parent is, PostgreSQL checks row by
 * row. Immutable.
 */
final class ReferencesAtOnce {
  /** Below it nothing is won that anybody would notice. */
  private static final long LEAST_RECORDS = 1_000;

  /** Whether the session has the right; a setting of our own, so that statements can ask for it. */
  private static final String RIGHT = "assay.references_at_once";

  private static final int FIRST_VERSION_WITH_THE_RIGHT = 15;

  private static final String USABLE =
      """
      select coalesce(current_setting('${right}', true), '') = 'true'
        and current_setting('session_replication_role') = 'origin'
        and exists (select from pg_class c where c.oid = ${table} and c.relkind = 'r' and not c.relhasrules)
        and not exists (
          select from pg_trigger g left join pg_constraint f on f.oid = g.tgconstraint
          where g.tgrelid = ${table} and g.tgenabled <> 'D' and (not g.tgisinternal or f.contype is distinct from 'f'))
        and not exists (
          select from pg_constraint f
          where f.confrelid = ${table} and f.contype = 'f' and not exists (
            select from pg_constraint k where k.conrelid = ${table} and k.contype = 'p' and k.conkey @> f.confkey))
        and not exists (
          select from pg_constraint f
          where f.conrelid = ${table} and f.contype = 'f' and not exists (
            select from (values ${declared}) declared (parent, child_columns, parent_columns)
            where f.confrelid = declared.parent
              and array(select a.attname::text from unnest(f.conkey) with ordinality k (no, place) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.no order by k.place) = declared.child_columns
              and array(select a.attname::text from unnest(f.confkey) with ordinality k (no, place) join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.no order by k.place) = declared.parent_columns))
      """;

  private static final String HELD =
      """
      with wanted as materialized (
        select distinct ${columns} from ${staging} s where ${upserts} and ${present}
      ),
      held as materialized (
        select from ${parent} p join wanted w on ${is-parent} for key share of p
      )
      select (select count(*) from wanted) = (select count(*) from held)
      """;

  private final List<Sql> conditions;

  private ReferencesAtOnce(List<Sql> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /**
   * Of a table as a kind fills it.
   *
   * @param parents the tables that its references name; empty if it has none, or if they are
   *     checked at the end of the transaction
   */
  static ReferencesAtOnce of(KindTable table, Map<Reference, KindTable> parents) {
    List<Sql> conditions = new ArrayList<>();
    if (!parents.isEmpty()) {
      conditions.add(usable(table, parents));
      parents.forEach((reference, parent) -> conditions.add(held(table, reference, parent)));
    }
    return new ReferencesAtOnce(conditions);
  }

  /** Asks whether the session has the right. */
  static void prepare(Connection connection) throws SQLException {
    String right =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_THE_RIGHT
            ? "has_parameter_privilege('session_replication_role', 'set')"
            : "current_setting('is_superuser')::boolean";
    try (var statement = connection.createStatement()) {
      statement.execute("select set_config('%s', (%s)::text, false)".formatted(RIGHT, right));
    }
  }

  /** Whether every parent is there and will stay there until the transaction ends. */
  boolean hold(Transaction transaction, long records) throws SQLException {
    if (conditions.isEmpty() || records < LEAST_RECORDS) {
      return false;
    }
    for (Sql condition : conditions) {
      if (!transaction.query(condition, row -> row.getBoolean(1)).get(0)) {
        return false;
      }
    }
    return true;
  }

  private static Sql usable(KindTable table, Map<Reference, KindTable> parents) {
    return Sql.template(USABLE)
        .with("right", RIGHT)
        .with("table", oid(table))
        .with(
            "declared",
            parents.entrySet().stream()
                .map(
                    parent ->
                        "(%s, %s, %s)"
                            .formatted(
                                oid(parent.getValue()),
                                names(parent.getKey().columns()),
                                names(parent.getValue().table().key())))
                .collect(Collectors.joining(", ")))
        .sql();
  }

  private static Sql held(KindTable table, Reference reference, KindTable parent) {
    return Sql.template(HELD)
        .with("columns", KindTable.columns("s", reference.columns()))
        .with("staging", table.staging())
        .with("upserts", table.accepted("s"))
        .with("present", KindTable.present("s", reference.columns()))
        .with("parent", parent.target())
        .with("is-parent", KindTable.equal("p", parent.table().key(), "w", reference.columns()))
        .sql();
  }

  private static String oid(KindTable table) {
    return Identifier.literal(table.target()) + "::regclass";
  }

  private static String names(List<String> columns) {
    return columns.stream()
        .map(Identifier::literal)
        .collect(Collectors.joining(", ", "array[", "]"));
  }
}
