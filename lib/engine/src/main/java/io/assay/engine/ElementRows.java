package io.assay.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.function.RepeatedKey;
import io.assay.engine.record.Refined;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.rule.SymbolCheck;
import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.Mask;
import io.assay.model.RecordKind;
import io.assay.model.Severity;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/**
 * The rows that a record gives to a table with {@code each}: computed once, as an array with one
 * struct for each element, that tells what could not be computed.
 */
final class ElementRows {
  /** Elements beyond so many that are at fault are not told of. */
  private static final int MOST_TOLD = 100;

  private static final String FAILURES = "_failures";
  private static final String MISFITS = "_misfits";
  private static final String REPEATED = "_repeated";
  private static final String PLACE = "place";
  private static final String GIVES = "gives";

  private final RecordKind kind;
  private final Table table;
  private final boolean owned;
  private final Scope fields;
  private final String name;

  /**
   * The rows of one table.
   *
   * @param name of the column that {@link #computed} gives
   * @param fields the fields of the record
   * @param owned whether the rows belong to the record, so that no two may have the same key
   */
  ElementRows(RecordKind kind, Table table, Scope fields, String name, boolean owned) {
    this.kind = kind;
    this.table = table;
    this.fields = fields;
    this.name = name;
    this.owned = owned;
  }

  /**
   * The column that holds it all: an array of structs with the place, whether there is a row (null
   * if that cannot be computed), and for each column its {@linkplain Scope#attempt attempt}.
   */
  Column computed() {
    return new Elements(kind, table, fields).map(this::element);
  }

  /** The name of the column that {@link #computed} gives. */
  String name() {
    return name;
  }

  /** What is wrong, each as a column of its own, once {@link #computed} is one. */
  Map<String, Column> checks() {
    return Map.of(
        name + FAILURES,
        foundFailures(),
        name + MISFITS,
        foundMisfits(),
        name + REPEATED,
        foundRepeatedKey());
  }

  /** The findings about what cannot be computed: an array, or null. */
  Column failures() {
    return col(name + FAILURES);
  }

  /** The findings about values that columns do not take: an array, or null. */
  Column misfits() {
    return col(name + MISFITS);
  }

  /** The first key that two elements have, as text; null if there is none. */
  Column repeatedKey() {
    return col(name + REPEATED);
  }

  private Column foundFailures() {
    return told(
        this::isFailure,
        element -> {
          List<Column> found = new ArrayList<>();
          found.add(
              when(
                  element.getField(GIVES).isNull(),
                  finding(
                      "type",
                      table.name(),
                      concat(
                          element.getField(PLACE),
                          lit(
                              ": whether it gives a row of "
                                  + table.name()
                                  + " cannot be computed: "
                                  + table.when().orElse(""))))));
          for (int i = 0; i < table.columns().size(); i++) {
            Table.Column column = table.columns().get(i);
            found.add(
                when(
                    element.getField(GIVES).and(element.getField(attempt(i)).isNull()),
                    finding(
                        "type",
                        column.name(),
                        concat(
                            element.getField(PLACE),
                            lit(
                                ": "
                                    + table.name()
                                    + "."
                                    + column.name()
                                    + " cannot be computed: "
                                    + column.sql())))));
          }
          return found;
        });
  }

  private Column foundMisfits() {
    return told(
        this::isMisfit,
        element -> {
          List<Column> found = new ArrayList<>();
          for (int i = 0; i < table.columns().size(); i++) {
            Table.Column column = table.columns().get(i);
            if (!column.nullable()) {
              found.add(
                  when(
                      isEmpty(element, i),
                      finding(
                          "not-null",
                          column.name(),
                          concat(
                              element.getField(PLACE),
                              lit(
                                  ": nothing for the column "
                                      + table.name()
                                      + "."
                                      + column.name()
                                      + ", which must not be empty")))));
            }
            Column value = value(element, i);
            symbols(column, value)
                .ifPresent(
                    check ->
                        found.add(
                            when(
                                gives(element).and(check.failed()),
                                check.finding(
                                    element.getField(PLACE),
                                    SymbolCheck.shown(kind, column, value)))));
          }
          return found;
        });
  }

  private Column foundRepeatedKey() {
    if (!owned) {
      return lit(null).cast("string");
    }
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.key().contains(table.columns().get(i).name())) {
        positions.add(i);
      }
    }
    return RepeatedKey.first(
        transform(
            filter(col(name), element -> element.getField(GIVES)),
            element ->
                array(
                    positions.stream()
                        .map(i -> value(element, i).cast("string"))
                        .toArray(Column[]::new))));
  }

  private Column shownKey() {
    boolean masked =
        table.key().stream().flatMap(column -> table.column(column).stream()).anyMatch(kind::masks);
    return masked
        ? Scope.empty().with("text", repeatedKey()).column(Mask.sql("text"))
        : repeatedKey();
  }

  /** The finding about a key that two elements have. */
  Column repetition() {
    return RecordCheck.finding(
        "duplicate-" + table.name(),
        Severity.REJECT,
        lit(String.join(", ", table.key())),
        org.apache.spark.sql.functions.substring(shownKey(), 1, RecordCheck.VALUE_LENGTH),
        lit(
            "two elements of "
                + String.join(".", table.each())
                + " give the table "
                + table.name()
                + " the same key"));
  }

  /**
   * The rows: an array of structs.
   *
   * @param leading what each row begins with, besides the columns of the table
   */
  Column rows(List<Column> leading) {
    return transform(
        filter(col(name), element -> element.getField(GIVES)),
        element -> {
          List<Column> values = new ArrayList<>(leading);
          for (int i = 0; i < table.columns().size(); i++) {
            values.add(value(element, i).as(table.columns().get(i).name()));
          }
          return struct(values.toArray(Column[]::new));
        });
  }

  private Column element(Scope scope, Column place) {
    List<Column> parts = new ArrayList<>();
    parts.add(place.as(PLACE));
    parts.add(gives(scope).as(GIVES));
    for (int i = 0; i < table.columns().size(); i++) {
      Table.Column column = table.columns().get(i);
      parts.add(scope.attempt(column.sql(), SparkTypes.name(column.type())).as(attempt(i)));
    }
    return struct(parts.toArray(Column[]::new));
  }

  private Column gives(Scope scope) {
    return table
        .when()
        .map(sql -> scope.attempt(sql, "boolean"))
        .map(attempt -> when(attempt.isNotNull(), coalesce(attempt.getField("v"), lit(false))))
        .orElse(lit(true));
  }

  private Column isFailure(Column element) {
    Column failed = element.getField(GIVES).isNull();
    Column value = lit(false);
    for (int i = 0; i < table.columns().size(); i++) {
      value = value.or(element.getField(attempt(i)).isNull());
    }
    return failed.or(gives(element).and(value));
  }

  private Column isMisfit(Column element) {
    Column misfit = lit(false);
    for (int i = 0; i < table.columns().size(); i++) {
      if (!table.columns().get(i).nullable()) {
        misfit = misfit.or(isEmpty(element, i));
      }
      Optional<SymbolCheck> check = symbols(table.columns().get(i), value(element, i));
      if (check.isPresent()) {
        misfit = misfit.or(gives(element).and(check.get().failed()));
      }
    }
    return misfit;
  }

  private Optional<SymbolCheck> symbols(Table.Column column, Column value) {
    return SymbolCheck.of(table.name() + "." + column.name(), column.type(), value);
  }

  private static Column gives(Column element) {
    return coalesce(element.getField(GIVES), lit(false));
  }

  private static Column isEmpty(Column element, int i) {
    return gives(element).and(value(element, i).isNull());
  }

  private static Column value(Column element, int i) {
    return element.getField(attempt(i)).getField("v");
  }

  private static String attempt(int i) {
    return "c" + i;
  }

  private Column exists(Function<Column, Column> condition) {
    return coalesce(org.apache.spark.sql.functions.exists(col(name), condition::apply), lit(false));
  }

  private Column told(Function<Column, Column> condition, Function<Column, List<Column>> findings) {
    Column concerned = slice(filter(col(name), condition::apply), 1, MOST_TOLD);
    Column all =
        flatten(
            transform(
                concerned,
                element ->
                    array_compact(array(findings.apply(element).toArray(Column[]::new)))
                        .cast(Refined.FINDINGS_TYPE)));
    return when(exists(condition), all);
  }

  private static Column finding(String rule, String field, Column message) {
    return RecordCheck.finding(
        rule, Severity.REJECT, lit(field), lit(null).cast("string"), message);
  }
}
