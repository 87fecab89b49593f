package io.assay.engine.function;

import io.assay.model.AssayException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Registers the suite's SQL functions with a session:
 *
 * <ul>
 *   <li>{@code uuid5(namespace, text)}: the UUID of version 5 of a text, as text; null for null.
 *       The namespace is a constant.
 *   <li>{@code assay_try(value)}: the value, or null if computing it fails ({@link Attempt}).
 * </ul>
 */
public final class AssayFunctions {
  private static final String SOURCE = "scala_udf";

  private AssayFunctions() {}

  /**
   * Makes the functions known to the session, and to sessions cloned from it later (each streaming
   * query has one).
   */
  public static void register(SparkSession session) {
    FunctionRegistry registry =
        ((org.apache.spark.sql.classic.SparkSession) session).sessionState().functionRegistry();
    registry.createOrReplaceTempFunction("uuid5", AssayFunctions::uuid5, SOURCE);
    registry.createOrReplaceTempFunction("assay_try", AssayFunctions::attempt, SOURCE);
  }

  private static Expression uuid5(Seq<Expression> arguments) {
    requireCount("uuid5", "(namespace, text)", 2, arguments);
    Expression namespace = arguments.apply(0);
    Object text = namespace.foldable() ? namespace.eval(null) : null;
    if (text == null) {
      throw new AssayException(
          AssayException.Kind.USER,
          "uuid5: the namespace must be a constant UUID, not " + namespace.sql());
    }
    boolean propagateNull = true;
    boolean returnNullable = false;
    boolean deterministic = true;
    return new Invoke(
        Literal.fromObject(UuidNamespace.parse(text.toString())),
        "uuid5",
        DataTypes.StringType,
        seq(List.of(arguments.apply(1))),
        AssayFunctions.<AbstractDataType>seq(List.of(DataTypes.StringType)),
        propagateNull,
        returnNullable,
        deterministic);
  }

  private static Expression attempt(Seq<Expression> arguments) {
    requireCount("assay_try", "(value)", 1, arguments);
    return Attempt.of(arguments.apply(0));
  }

  private static void requireCount(String name, String form, int count, Seq<Expression> arguments) {
    if (arguments.size() != count) {
      throw new AssayException(
          AssayException.Kind.USER,
          name + form + " takes " + count + " arguments, not " + arguments.size());
    }
  }

  private static <T> Seq<T> seq(List<T> elements) {
    return CollectionConverters.asScala(elements).toSeq();
  }
}
