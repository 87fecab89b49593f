package io.assay.engine.sql;

import io.assay.engine.function.Attempt;
import io.assay.model.AssayException;
import io.assay.model.Mask;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractPartialFunction;

/**
 * What the names in an author's SQL stand for. Several kinds of records pass through one Dataset,
 * each with fields of its own; a scope turns {@code in_date >= '2020-01-01'} into a column over the
 * fields of one kind. Names that are not in the scope stay as they are (the coordinates, lambda
 * variables).
 *
 * <p>{@code _key.id} is the member {@code id} of the record's key: it stands for an entry of the
 * map {@link #KEY_MEMBERS}.
 *
 * <p>Immutable. The SQL is parsed by Spark's own parser and only names are replaced, never text.
 */
public final class Scope {
  /** The column with the members of the key, a map from names to texts. */
  public static final String KEY_MEMBERS = "_key_members";

  private static final String KEY = "_key";

  private final Map<String, Column> values;
  private final Set<String> masked;

  private Scope(Map<String, Column> values, Set<String> masked) {
    this.values = values;
    this.masked = masked;
  }

  /** A scope that knows the coordinates only. */
  public static Scope empty() {
    return new Scope(Map.of(), Set.of());
  }

  /** This scope, with fields whose values are not to be shown. */
  public Scope masking(Set<String> names) {
    return new Scope(values, Set.copyOf(names));
  }

  /** This scope, with one name more or one name standing for something else. */
  public Scope with(String name, Column value) {
    Map<String, Column> extended = new HashMap<>(values);
    extended.put(name, value);
    return new Scope(Map.copyOf(extended), masked);
  }

  /** What a field's name stands for. */
  public Column field(String name) {
    Column value = values.get(name);
    if (value == null) {
      throw new AssayException(AssayException.Kind.INTERNAL, "No field " + name + " in the scope");
    }
    return value;
  }

  /** A field's value as text for people: masked, if it is not to be shown. */
  public Column shown(String name) {
    Column text = field(name).cast("string");
    if (!masked.contains(name)) {
      return text;
    }
    return empty().with("text", text).column(Mask.sql("text"));
  }

  /** Whether the SQL is nothing but the name of a field. */
  public boolean isField(String sql) {
    return values.containsKey(sql.strip());
  }

  /**
   * The SQL as a column of this scope.
   *
   * @throws AssayException of kind USER if Spark cannot parse it
   */
  public Column column(String sql) {
    return ExpressionUtils.column(expression(sql));
  }

  /**
   * The SQL, guarded: a struct with the one field {@code v}, or null if computing the value failed
   * (a cast or a division that Spark's ANSI mode refuses). So a value that is null and a value that
   * cannot be computed are told apart.
   */
  public Column attempt(String sql, String type) {
    Column value = column(sql).cast(type).as("v");
    return ExpressionUtils.column(Attempt.of(ExpressionUtils.expression(functions.struct(value))));
  }

  private Expression expression(String sql) {
    try {
      return CatalystParser.INSTANCE.parseExpression(sql).transformUp(new NameReplacement(values));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark's ParseException is checked, but Scala does not declare it
      throw new AssayException(
          AssayException.Kind.USER, "Not Spark SQL: " + sql + " (" + firstLine(e) + ")", e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
  }

  /** Spark's parser for expressions; it has no state. */
  private static final class CatalystParser {
    static final CatalystSqlParser INSTANCE = new CatalystSqlParser();
  }

  private static final class NameReplacement
      extends AbstractPartialFunction<Expression, Expression> {
    private final Map<String, Column> values;

    NameReplacement(Map<String, Column> values) {
      this.values = values;
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof UnresolvedAttribute name
          && (values.containsKey(name.nameParts().head())
              || values.containsKey(beginning(name))
              || isKeyMember(name));
    }

    private boolean isKeyMember(UnresolvedAttribute name) {
      return name.nameParts().head().equals(KEY)
          && name.nameParts().size() > 1
          && !values.containsKey(KEY)
          && !values.containsKey(beginning(name));
    }

    @Override
    public Expression apply(Expression expression) {
      UnresolvedAttribute name = (UnresolvedAttribute) expression;
      if (isKeyMember(name)) {
        Seq<String> path = (Seq<String>) name.nameParts().tail();
        return new UnresolvedExtractValue(
            ExpressionUtils.expression(functions.col(KEY_MEMBERS)),
            Literal.create(path.mkString("."), DataTypes.StringType));
      }
      String beginning = beginning(name);
      boolean two = values.containsKey(beginning);
      Expression value =
          ExpressionUtils.expression(values.get(two ? beginning : name.nameParts().head()));
      for (int part = two ? 2 : 1; part < name.nameParts().size(); part++) {
        value =
            new UnresolvedExtractValue(
                value, Literal.create(name.nameParts().apply(part), DataTypes.StringType));
      }
      return value;
    }

    /** The first two parts, which may be one name: {@code lines._index}. */
    private static String beginning(UnresolvedAttribute name) {
      return name.nameParts().size() < 2
          ? ""
          : name.nameParts().head() + "." + name.nameParts().apply(1);
    }
  }
}
