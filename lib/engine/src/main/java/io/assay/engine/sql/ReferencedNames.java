package io.assay.engine.sql;

import io.assay.model.AssayException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The names that an author's SQL uses, as Spark's parser finds them: {@code lines.price} is {@code
 * [lines, price]}. Immutable.
 */
public final class ReferencedNames {
  private static final CatalystSqlParser PARSER = new CatalystSqlParser();

  private final Expression expression;

  private ReferencedNames(Expression expression) {
    this.expression = expression;
  }

  /**
   * Of an expression.
   *
   * @throws AssayException of kind USER if Spark cannot parse it
   */
  public static ReferencedNames in(String sql) {
    try {
      return new ReferencedNames(PARSER.parseExpression(sql));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark's ParseException is checked, but Scala does not declare it
      throw new AssayException(AssayException.Kind.USER, "Not Spark SQL: " + sql, e);
    }
  }

  /** All of them, with their parts, each once. Variables of lambda functions are among them. */
  public Set<List<String>> all() {
    Set<List<String>> names = new LinkedHashSet<>();
    collect(expression, names);
    return names;
  }

  /** Whether the expression is nothing but a name. */
  public boolean isName() {
    return expression instanceof UnresolvedAttribute;
  }

  /**
   * The texts that a name is compared with, where the expression is nothing but that: {@code name =
   * 'a'} or {@code name in ('a', 'b')}.
   */
  public Optional<Set<String>> alternatives(String name) {
    if (expression instanceof EqualTo equal && is(equal.left(), name)) {
      return texts(List.of(equal.right()));
    }
    if (expression instanceof In in && is(in.value(), name)) {
      return texts(List.copyOf(CollectionConverters.asJava((Seq<Expression>) in.list())));
    }
    return Optional.empty();
  }

  private static boolean is(Expression expression, String name) {
    return expression instanceof UnresolvedAttribute attribute
        && parts(attribute.nameParts()).equals(List.of(name));
  }

  private static Optional<Set<String>> texts(List<Expression> values) {
    Set<String> texts = new LinkedHashSet<>();
    for (Expression value : values) {
      if (!(value instanceof Literal literal) || literal.value() == null) {
        return Optional.empty();
      }
      texts.add(literal.value().toString());
    }
    return Optional.of(texts);
  }

  private static void collect(Expression expression, Set<List<String>> names) {
    if (expression instanceof UnresolvedAttribute name) {
      names.add(parts(name.nameParts()));
    } else if (expression instanceof UnresolvedNamedLambdaVariable name) {
      names.add(parts(name.nameParts())); // what stands in a lambda may also be a field
    }
    CollectionConverters.asJava((Seq<Expression>) expression.children())
        .forEach(child -> collect(child, names));
  }

  private static List<String> parts(scala.collection.Seq<String> name) {
    return List.copyOf(CollectionConverters.asJava(name));
  }
}
