package io.assay.engine;

import static org.apache.spark.sql.functions.col;

import io.assay.engine.compiled.RowProgram;
import io.assay.engine.record.RawRecord;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A {@link Refinement} that Spark has analysed and optimized once, as the chain of projections that
 * it is. Executors run it row by row.
 *
 * <p>A micro-batch may hold ten records, and planning the chain anew costs far more than running
 * it. Immutable and serializable; each task loads it for itself.
 */
public final class CompiledRefinement implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REPLAYED = "_replayed";

  private final RowProgram program;
  private final boolean timeless;

  private CompiledRefinement(RowProgram program, boolean timeless) {
    this.program = program;
    this.timeless = timeless;
  }

  /**
   * Compiles the refinement of a pipeline that needs no schema registry.
   *
   * @param columns what to keep of its result
   */
  public static CompiledRefinement of(SparkSession session, Pipeline pipeline, Column... columns) {
    return of(session, pipeline, Optional.empty(), columns);
  }

  /**
   * Compiles the refinement of a pipeline.
   *
   * @param registry where the schemas of Avro data are
   * @param columns what to keep of its result
   */
  public static CompiledRefinement of(
      SparkSession session,
      Pipeline pipeline,
      Optional<Environment.Registry> registry,
      Column... columns) {
    Dataset<Row> none =
        session.createDataFrame(
            JavaSparkContext.fromSparkContext(session.sparkContext()).<Row>emptyRDD(),
            RawRecord.SCHEMA.add(REPLAYED, DataTypes.BooleanType, false));
    return chain(
        new Refinement(pipeline, registry).apply(none, col(REPLAYED)).select(columns), pipeline);
  }

  /** Compiles what a chain of projections makes of records and the flag. */
  static CompiledRefinement chain(Dataset<Row> refined, Pipeline pipeline) {
    Deque<Project> projections = new ArrayDeque<>();
    LogicalPlan plan = refined.queryExecution().optimizedPlan();
    while (plan instanceof Project project) {
      projections.addFirst(project);
      plan = project.child();
    }
    if (!plan.children().isEmpty()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Refining "
              + pipeline.name()
              + " is more than a chain of projections: "
              + plan.nodeName());
    }
    return new CompiledRefinement(
        RowProgram.of(plan.output(), projections), isTimeless(refined.queryExecution().analyzed()));
  }

  /**
   * Whether it can be used for later batches too: an expression that asks for the present time is
   * fixed when it is compiled.
   */
  public boolean isTimeless() {
    return timeless;
  }

  /** The chain, made ready for one task. */
  public static final class Task {
    private final RowProgram.Loaded program;
    private final JoinedRow record = new JoinedRow();

    private Task(RowProgram.Loaded program) {
      this.program = program;
    }

    /**
     * Refines one record; the row is valid until the next call, and as long as the record is.
     *
     * @param raw in the shape of {@link RawRecord}
     * @param flag one boolean: whether the ledger has the record
     */
    public InternalRow refine(InternalRow raw, InternalRow flag) {
      return program.run(record.apply(raw, flag));
    }
  }

  /** For a task that works on a partition. */
  public Task task(int partition) {
    return new Task(program.load(partition));
  }

  private static boolean isTimeless(LogicalPlan plan) {
    Deque<Expression> open = new ArrayDeque<>();
    for (LogicalPlan node = plan; ; node = node.children().head()) {
      open.addAll(CollectionConverters.asJava(node.expressions()));
      if (node.children().isEmpty()) {
        break;
      }
    }
    while (!open.isEmpty()) {
      Expression expression = open.pop();
      if (expression instanceof CurrentTimestampLike
          || expression instanceof CurrentDate
          || expression instanceof LocalTimestamp) {
        return false;
      }
      Iterator<Expression> children = CollectionConverters.asJava(expression.children()).iterator();
      children.forEachRemaining(open::push);
    }
    return true;
  }
}
