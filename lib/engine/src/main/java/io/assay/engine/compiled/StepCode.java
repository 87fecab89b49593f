package io.assay.engine.compiled;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.BaseMutableProjection;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeAndComment;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeFormatter;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.GeneratedClass;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The code that Spark generates for the expressions of a step, in a class that writes the values
 * into slots of the row that it reads: Spark's {@code GenerateMutableProjection} without its copies
 * of texts, structs and arrays.
 *
 * @param source a Java class
 * @param references the objects that it uses
 */
record StepCode(CodeAndComment source, Object[] references) implements Serializable {

  static StepCode of(List<Step.Cell> cells) {
    CodegenContext context = new CodegenContext();
    List<Expression> expressions = cells.stream().map(Step.Cell::expression).toList();
    List<ExprCode> computed =
        CollectionConverters.asJava(
            context.generateExpressions(
                CollectionConverters.asScala(expressions).toSeq(), /* subexpressions once */ true));
    List<String> cellCodes = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      cellCodes.add(cell(context, cells.get(i), computed.get(i)));
    }
    String subexpressions = context.subexprFunctionsCode();
    String all =
        context.splitExpressionsWithCurrentInputs(
            CollectionConverters.asScala(cellCodes).toSeq(),
            context.splitExpressionsWithCurrentInputs$default$2(),
            context.splitExpressionsWithCurrentInputs$default$3(),
            context.splitExpressionsWithCurrentInputs$default$4(),
            context.splitExpressionsWithCurrentInputs$default$5(),
            context.splitExpressionsWithCurrentInputs$default$6());
    String source =
        """
        public java.lang.Object generate(Object[] references) {
          return new StepOfRefinement(references);
        }

        class StepOfRefinement extends %s {
          private Object[] references;
          private InternalRow filled;
          %s

          public StepOfRefinement(Object[] references) {
            this.references = references;
            %s
          }

          public void initialize(int partitionIndex) {
            %s
          }

          public %s target(InternalRow row) {
            return this;
          }

          public InternalRow currentValue() {
            return filled;
          }

          public java.lang.Object apply(java.lang.Object row) {
            InternalRow %s = (InternalRow) row;
            filled = %s;
            %s
            %s
            return filled;
          }

          %s
        }
        """
            .formatted(
                BaseMutableProjection.class.getName(),
                context.declareMutableStates(),
                context.initMutableStates(),
                context.initPartition(),
                BaseMutableProjection.class.getName(),
                context.INPUT_ROW(),
                context.INPUT_ROW(),
                subexpressions,
                all,
                context.declareAddedFunctions());
    return new StepCode(
        CodeFormatter.stripOverlappingComments(
            new CodeAndComment(source, context.getPlaceHolderToComments())),
        CollectionConverters.asJava(context.references()).toArray());
  }

  private static String cell(CodegenContext context, Step.Cell cell, ExprCode computed) {
    String row = context.INPUT_ROW();
    String set =
        CodeGenerator.isPrimitiveType(cell.expression().dataType())
            ? CodeGenerator.setColumn(
                row, cell.expression().dataType(), cell.slot(), computed.value().toString())
            : "%s.update(%d, %s)".formatted(row, cell.slot(), computed.value());
    return """
        %s
        if (%s) {
          %s.setNullAt(%d);
        } else {
          %s;
        }
        """
        .formatted(computed.code(), computed.isNull(), row, cell.slot(), set);
  }

  /** The class; Spark keeps what was compiled before in this JVM. */
  GeneratedClass compile() {
    return CodeGenerator.compile(source)._1();
  }

  LoadedStep load(int partition) {
    MutableProjection projection = (MutableProjection) compile().generate(references);
    projection.initialize(partition);
    return (InternalRow row) -> projection.apply(row);
  }
}
