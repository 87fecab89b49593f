package io.assay.engine.function;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.TryEval;

/** Computing a value that may fail, such as a cast or a division in Spark's ANSI mode. */
public final class Attempt {
  private Attempt() {}

  /** The value of the expression, or null if computing it throws. */
  public static Expression of(Expression expression) {
    return new TryEval(expression);
  }
}
