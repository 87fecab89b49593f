package io.assay.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;

import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.AssayException;
import io.assay.model.ColumnType.Nested;
import io.assay.model.Field;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.sql.Column;

/**
 * All elements of the list that a table takes its rows from, in order, through lists in lists. Each
 * is seen in a scope in which the name of every list on the way stands for its current element.
 */
final class Elements {
  private static final String INDEX = "_index";

  private final RecordKind kind;
  private final List<String> path;
  private final Scope fields;

  Elements(RecordKind kind, Table table, Scope fields) {
    this.kind = kind;
    this.path = table.each();
    this.fields = fields;
  }

  /**
   * An array with what a function gives for each element.
   *
   * @param element gives a column for the scope of an element and for the text of its place, such
   *     as {@code lines[2].discounts[0]}
   */
  Column map(BiFunction<Scope, Column, Column> element) {
    Field first = kind.field(path.get(0)).orElseThrow(() -> noSuchList(path.get(0)));
    return level(0, first, fields.field(first.name()), fields, lit(""), element);
  }

  private Column level(
      int depth,
      Field field,
      Column list,
      Scope outer,
      Column place,
      BiFunction<Scope, Column, Column> element) {
    boolean last = depth == path.size() - 1;
    Column all = coalesce(list, array().cast(SparkTypes.name(field.type())));
    Column mapped =
        transform(
            all,
            (current, index) -> {
              Scope scope = scope(outer, field, current, index);
              Column here = place(place, field, current, index);
              if (last) {
                return element.apply(scope, here);
              }
              Field next = inner(field, path.get(depth + 1));
              return level(
                  depth + 1,
                  next,
                  current.getField(next.name()),
                  scope,
                  concat(here, lit(".")),
                  element);
            });
    return last ? mapped : flatten(mapped);
  }

  private static Scope scope(Scope outer, Field field, Column current, Column index) {
    Scope scope =
        outer
            .with(field.name(), current)
            .with(INDEX, index)
            .with(field.name() + "." + INDEX, index);
    return isMap(field) ? scope.with(Nested.KEY, current.getField(Nested.KEY)) : scope;
  }

  private static Column place(Column outer, Field field, Column current, Column index) {
    Column position =
        isMap(field)
            ? coalesce(current.getField(Nested.KEY), index.cast("string"))
            : index.cast("string");
    return concat(outer, lit(field.name() + "["), position, lit("]"));
  }

  private static boolean isMap(Field field) {
    return field.type() instanceof Nested nested && nested.isMap();
  }

  private Field inner(Field field, String name) {
    if (field.type() instanceof Nested nested) {
      return nested.field(name).orElseThrow(() -> noSuchList(name));
    }
    throw noSuchList(name);
  }

  private AssayException noSuchList(String name) {
    return new AssayException(
        AssayException.Kind.INTERNAL,
        "No list %s on the way %s of the kind %s"
            .formatted(name, String.join(".", path), kind.name()));
  }
}
