package io.assay.engine;

import static org.apache.spark.sql.functions.col;

import io.assay.engine.record.RawRecord;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A {@link Refinement} that Spark has analysed and optimized once, as the chain of projections that
 * it is. Executors run it row by row.
 *
 * <p>A micro-batch may hold ten records, and planning the chain anew costs far more than running
 * it. Immutable and serializable; each task makes its own projections.
 */
public final class CompiledRefinement implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REPLAYED = "_replayed";

  private final List<Step> steps;
  private final boolean timeless;

  private record Step(Seq<Expression> expressions, Seq<Attribute> input) implements Serializable {}

  private CompiledRefinement(List<Step> steps, boolean timeless) {
    this.steps = steps;
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
    Deque<Step> steps = new ArrayDeque<>();
    LogicalPlan plan = refined.queryExecution().optimizedPlan();
    while (plan instanceof Project project) {
      steps.addFirst(new Step(expressions(project), project.child().output()));
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
        List.copyOf(steps), isTimeless(refined.queryExecution().analyzed()));
  }

  /**
   * Whether it can be used for later batches too: an expression that asks for the present time is
   * fixed when it is compiled.
   */
  public boolean isTimeless() {
    return timeless;
  }

  /** The chain, made ready for one task. */
  public final class Task {
    private final List<UnsafeProjection> projections = new ArrayList<>();
    private final JoinedRow record = new JoinedRow();

    private Task(int partition) {
      for (Step step : steps) {
        UnsafeProjection projection = UnsafeProjection.create(step.expressions(), step.input());
        projection.initialize(partition);
        projections.add(projection);
      }
    }

    /**
     * Refines one record; the row is valid until the next call.
     *
     * @param raw in the shape of {@link RawRecord}
     * @param flag one boolean: whether the ledger has the record
     */
    public InternalRow refine(InternalRow raw, InternalRow flag) {
      InternalRow row = record.apply(raw, flag);
      for (UnsafeProjection projection : projections) {
        row = projection.apply(row);
      }
      return row;
    }
  }

  /** For a task that works on a partition. */
  public Task task(int partition) {
    return new Task(partition);
  }

  private static Seq<Expression> expressions(Project project) {
    List<Expression> expressions = new ArrayList<>();
    CollectionConverters.asJava(project.projectList())
        .forEach(named -> expressions.add((Expression) named));
    return CollectionConverters.asScala(expressions).toSeq();
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
