package io.assay.engine.compiled;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A chain of projections over one row of slots. Every column of the chain that is computed has a
 * slot; what a projection hands on stays where it is, and so costs nothing. Spark's own projections
 * would copy all columns at every step, the record's bytes too.
 *
 * <p>Immutable and serializable: the code is generated once, where the program is made, and
 * compiled once in each JVM.
 */
public final class RowProgram implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A column of the input that is read, and the slot it goes to. */
  private record Input(int column, DataType type, int slot) implements Serializable {}

  private final List<Input> inputs;
  private final List<Step> steps;
  private final int slots;

  private RowProgram(List<Input> inputs, List<Step> steps, int slots) {
    this.inputs = inputs;
    this.steps = steps;
    this.slots = slots;
  }

  /**
   * The program of a chain.
   *
   * @param input the columns of the row that the chain begins with
   * @param projections in the order in which they are applied; at least one
   */
  public static RowProgram of(Seq<Attribute> input, Collection<Project> projections) {
    List<Project> chain = List.copyOf(projections);
    Slots slots = new Slots(chain);
    List<Step> steps = new ArrayList<>();
    for (Project project : chain) {
      List<Step.Cell> cells = slots.cells(project, project == chain.get(chain.size() - 1));
      if (!cells.isEmpty()) {
        steps.add(Step.of(cells));
      }
    }
    List<Input> inputs = new ArrayList<>();
    List<Attribute> columns = CollectionConverters.asJava(input);
    for (int i = 0; i < columns.size(); i++) {
      int slot = slots.ofInput(columns.get(i));
      if (slot >= 0) {
        inputs.add(new Input(i, columns.get(i).dataType(), slot));
      }
    }
    return new RowProgram(List.copyOf(inputs), List.copyOf(steps), slots.count());
  }

  /** A program that is ready to run in one task. Not thread-safe. */
  public static final class Loaded {
    private final Input[] inputs;
    private final LoadedStep[] steps;
    private final GenericInternalRow row;

    private Loaded(RowProgram program, int partition) {
      this.inputs = program.inputs.toArray(Input[]::new);
      this.steps =
          program.steps.stream().map(step -> step.load(partition)).toArray(LoadedStep[]::new);
      this.row = new GenericInternalRow(program.slots);
    }

    /**
     * Runs the chain; the columns of its last projection are the first ones of the row, which may
     * have more.
     *
     * @return valid until the next call, and as long as the input is
     */
    public InternalRow run(InternalRow input) {
      for (Input each : inputs) {
        row.update(
            each.slot(),
            input.isNullAt(each.column()) ? null : input.get(each.column(), each.type()));
      }
      for (LoadedStep step : steps) {
        step.run(row);
      }
      return row;
    }
  }

  /** For a task that works on a partition. */
  public Loaded load(int partition) {
    return new Loaded(this, partition);
  }
}
