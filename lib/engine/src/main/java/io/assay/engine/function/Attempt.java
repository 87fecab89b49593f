package io.assay.engine.function;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Computing a value that may fail, such as a cast or a division in Spark's ANSI mode: null if it
 * throws. A regular expression that runs out of stack on a long text counts as a failure too, so
 * that one record cannot stop a batch.
 *
 * <p>Spark's own {@code TryEval} guards only what is computed inside it, and Spark moves parts out
 * of it: a common subexpression is computed before the row's columns, {@code nullif} and {@code
 * between} in a projection below, constants while planning. This one tells Spark that its part,
 * like a branch of {@code CASE}, may not be computed at all; so it stays where it is.
 */
public final class Attempt extends Expression implements ConditionalExpression, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression value;

  private Attempt(Expression value) {
    this.value = value;
  }

  /** The value of the expression, or null if computing it throws. */
  public static Expression of(Expression value) {
    return new Attempt(value);
  }

  @Override
  public Object eval(InternalRow input) {
    try {
      return value.eval(input);
    } catch (Exception | StackOverflowError e) {
      return null;
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode result) {
    ExprCode computed = value.genCode(context);
    String type = CodeGenerator.javaType(dataType());
    List<String> texts =
        List.of(
            "boolean ",
            " = true;\n" + type + " ",
            " = " + CodeGenerator.defaultValue(dataType(), false) + ";\ntry {\n",
            "\n",
            " = ",
            ";\n",
            " = ",
            ";\n} catch (Exception e) {\n} catch (StackOverflowError e) {\n}\n");
    List<JavaCode> inputs =
        List.of(
            result.isNull(),
            result.value(),
            computed.code(),
            result.isNull(),
            computed.isNull(),
            result.value(),
            computed.value());
    return new ExprCode(new CodeBlock(seq(texts), seq(inputs)), result.isNull(), result.value());
  }

  @Override
  public DataType dataType() {
    return value.dataType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return value.foldable();
  }

  @Override
  public Seq<Expression> alwaysEvaluatedInputs() {
    return seq(List.of());
  }

  @Override
  public ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
    return this;
  }

  @Override
  public Seq<Seq<Expression>> branchGroups() {
    return seq(List.of());
  }

  @Override
  public Seq<Expression> children() {
    return seq(List.of(value));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new Attempt(children.apply(0));
  }

  @Override
  public String prettyName() {
    return "assay_try";
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int position) {
    return value;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Attempt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attempt attempt && attempt.value.equals(value);
  }

  @Override
  public int hashCode() {
    return 31 * Attempt.class.hashCode() + value.hashCode();
  }

  private static <T> Seq<T> seq(List<T> elements) {
    return CollectionConverters.asScala(elements).toSeq();
  }
}
