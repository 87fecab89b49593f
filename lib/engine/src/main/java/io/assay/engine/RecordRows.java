package io.assay.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.rule.RecordCheck;
import io.assay.engine.rule.SymbolCheck;
import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.RecordKind;
import io.assay.model.Severity;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The rows that a record itself gives to the tables of its kind: one row each, at most. */
final class RecordRows {
  private final int index;
  private final RecordKind kind;
  private final Scope fields;
  private final Column readable;
  private final Map<String, Column> values = new LinkedHashMap<>();
  private final List<ComputedValue> attempts = new ArrayList<>();

  /**
   * Those of one kind.
   *
   * @param fields the fields of the record
   * @param readable true where the value decodes
   */
  RecordRows(int index, RecordKind kind, Scope fields, Column readable) {
    this.index = index;
    this.kind = kind;
    this.fields = fields;
    this.readable = readable;
    kind.tables().stream().filter(table -> table.each().isEmpty()).forEach(this::plan);
  }

  private void plan(Table table) {
    if (table.when().isPresent()) {
      compute(table.name(), whenName(table), table.when().get(), "boolean");
    }
    for (Table.Column column : table.columns()) {
      if (!fields.isField(column.sql()) && !values.containsKey(valueName(column))) {
        String type = SparkTypes.name(column.type());
        compute(column.name(), valueName(column), column.sql(), type);
      }
    }
  }

  private void compute(String name, String column, String sql, String type) {
    values.put(column, when(readable, fields.attempt(sql, type)));
    attempts.add(new ComputedValue(name, column, sql));
  }

  /** The values that are more than a field. */
  Map<String, Column> values() {
    return values;
  }

  /** What may have failed. */
  List<ComputedValue> attempts() {
    return attempts;
  }

  /**
   * Tells what a table has no place for.
   *
   * @param complete true where the record is not refused yet
   */
  void tellMisfits(Table table, Column complete, FindingColumns findings) {
    for (Table.Column column : table.columns()) {
      if (!column.nullable()) {
        findings.add(
            complete.and(gives(table)).and(value(column).isNull()), nothingFor(table, column));
      }
      if (!isChecked(column)) {
        Column value = value(column);
        SymbolCheck.of(table.name() + "." + column.name(), column.type(), value)
            .ifPresent(
                check ->
                    findings.add(
                        complete.and(gives(table)).and(check.failed()),
                        check.finding(SymbolCheck.shown(kind, column, value))));
      }
    }
  }

  /**
   * The row for a table; null where there is none.
   *
   * @param leading what it begins with, besides the columns of the table
   */
  Column row(Table table, List<Column> leading) {
    List<Column> row = new ArrayList<>(leading);
    for (Table.Column column : table.columns()) {
      row.add(value(column).cast(SparkTypes.name(column.type())).as(column.name()));
    }
    return when(gives(table), struct(row.toArray(Column[]::new)));
  }

  /** Whether the column holds a field as it is, with no other symbols than the column has. */
  private boolean isChecked(Table.Column column) {
    return kind.field(column.sql().strip())
        .flatMap(field -> field.type().enumeration())
        .filter(
            of ->
                column.type().enumeration().isEmpty()
                    || column.type().enumeration().get().symbols().containsAll(of.symbols()))
        .isPresent();
  }

  private Column value(Table.Column column) {
    return fields.isField(column.sql())
        ? fields.field(column.sql().strip())
        : col(valueName(column)).getField("v");
  }

  private Column gives(Table table) {
    return table
        .when()
        .map(sql -> coalesce(col(whenName(table)).getField("v"), lit(false)))
        .orElse(lit(true));
  }

  private static Column nothingFor(Table table, Table.Column column) {
    return RecordCheck.finding(
        "not-null",
        Severity.REJECT,
        lit(column.name()),
        lit(null).cast("string"),
        lit(
            "nothing for the column "
                + table.name()
                + "."
                + column.name()
                + ", which must not be empty"));
  }

  private String whenName(Table table) {
    return "_when_" + index + "_" + table.name();
  }

  private String valueName(Table.Column column) {
    return "_value_"
        + index
        + "_"
        + Integer.toHexString((column.sql() + column.type().sql()).hashCode());
  }
}
