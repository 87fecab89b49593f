package io.assay.engine.compiled;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** What one projection of a chain computes. Immutable. */
sealed interface Step extends Serializable {

  /**
   * A column that is computed.
   *
   * @param slot where it goes
   * @param expression over the slots of the row
   */
  record Cell(int slot, Expression expression) implements Serializable {}

  /** Makes it ready for a task that works on a partition. */
  LoadedStep load(int partition);

  /** As generated code, or interpreted where Spark cannot generate or compile it. */
  static Step of(List<Cell> cells) {
    try {
      StepCode code = StepCode.of(cells);
      code.compile();
      return new Generated(code);
    } catch (Exception e) { // Scala throws the compiler's checked exceptions undeclared
      LoggerFactory.getLogger(Step.class)
          .warn(
              "A step of {} columns is interpreted, which is slower: {}",
              cells.size(),
              e.toString());
      return new Interpreted(List.copyOf(cells));
    }
  }

  /** Runs as generated code. */
  record Generated(StepCode code) implements Step {
    @Override
    public LoadedStep load(int partition) {
      return code.load(partition);
    }
  }

  /** Asks each expression for its value. */
  record Interpreted(List<Cell> cells) implements Step {
    @Override
    public LoadedStep load(int partition) {
      cells.forEach(cell -> initialize(cell.expression(), partition));
      return row -> cells.forEach(cell -> row.update(cell.slot(), cell.expression().eval(row)));
    }

    private static void initialize(Expression expression, int partition) {
      if (expression instanceof Nondeterministic random) {
        random.initialize(partition);
      }
      CollectionConverters.asJava(expression.children())
          .forEach(child -> initialize(child, partition));
    }
  }
}
