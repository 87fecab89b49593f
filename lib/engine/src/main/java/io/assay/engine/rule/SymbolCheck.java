package io.assay.engine.rule;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;

import io.assay.engine.sql.Scope;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Enumeration;
import io.assay.model.Mask;
import io.assay.model.RecordKind;
import io.assay.model.Severity;
import io.assay.model.Table;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * Whether a computed value is a symbol of its enum; what is read from text is checked by the
 * decoder.
 */
public final class SymbolCheck {
  /** The name of the rule. */
  public static final String RULE = "symbol";

  private final String name;
  private final Enumeration enumeration;
  private final Column failed;

  private SymbolCheck(String name, Enumeration enumeration, Column failed) {
    this.name = name;
    this.enumeration = enumeration;
    this.failed = failed;
  }

  /**
   * The check of a value; none for types other than enums and arrays of them.
   *
   * @param name what people know it by
   */
  public static Optional<SymbolCheck> of(String name, ColumnType type, Column value) {
    return type.enumeration()
        .map(
            enumeration ->
                new SymbolCheck(
                    name,
                    enumeration,
                    type instanceof ColumnType.Array
                        ? coalesce(exists(value, each -> isStrange(enumeration, each)), lit(false))
                        : isStrange(enumeration, value)));
  }

  private static Column isStrange(Enumeration enumeration, Column value) {
    return coalesce(not(value.isin(enumeration.symbols().toArray())), lit(false));
  }

  /** True where it is something else; never null, and false for null. */
  public Column failed() {
    return failed;
  }

  /**
   * The finding where it is something else.
   *
   * @param shown the value as people may see it
   */
  public Column finding(Column shown) {
    return finding(lit(""), shown, "");
  }

  /**
   * The finding about an element of a list.
   *
   * @param place where the element stands
   * @param shown the value as people may see it
   */
  public Column finding(Column place, Column shown) {
    return finding(place, shown, ": ");
  }

  private Column finding(Column place, Column shown, String separator) {
    return RecordCheck.finding(
        RULE,
        Severity.REJECT,
        lit(name.substring(name.lastIndexOf('.') + 1)),
        substring(shown, 1, RecordCheck.VALUE_LENGTH),
        concat(place, lit(separator + name + " is not one of " + enumeration.listed())));
  }

  /** The value of a column, as text for people: masked, if it is not to be shown. */
  public static Column shown(RecordKind kind, Table.Column column, Column value) {
    Column text = value.cast("string");
    return kind.masks(column) ? Scope.empty().with("text", text).column(Mask.sql("text")) : text;
  }
}
