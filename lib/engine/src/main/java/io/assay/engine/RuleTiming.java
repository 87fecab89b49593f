package io.assay.engine;

import static org.apache.spark.sql.functions.col;

import io.assay.engine.record.RawRecord;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.AbstractPartialFunction;

/**
 * What each rule of a record alone costs. In the generated code that refines records, rules cannot
 * be told apart; so a few records are taken through the rules a second time, each rule on its own
 * and interpreted. That is slower than the generated code: the figures are an upper bound, good for
 * comparing rules.
 *
 * <p>Serializable; what a task needs for it is unpacked only by tasks that time a record.
 */
public final class RuleTiming implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REPLAYED = "_replayed";

  /** Of so many records one is timed. */
  public static final long EVERY = 1000;

  private final List<List<String>> rules;
  private final byte[] packed;

  private RuleTiming(List<List<String>> rules, byte[] packed) {
    this.rules = rules;
    this.packed = packed;
  }

  /** One check of a rule; what is not a single expression over the fields has none. */
  private record Timed(String rule, Expression expression) implements Serializable {}

  private record Plan(CompiledRefinement fields, List<List<Timed>> kinds) implements Serializable {}

  /** Prepares the rules of a pipeline that needs no schema registry. */
  public static RuleTiming of(SparkSession session, Pipeline pipeline) {
    return of(session, pipeline, Optional.empty());
  }

  /**
   * Prepares the rules of a pipeline.
   *
   * @param registry where the schemas of Avro data are
   */
  public static RuleTiming of(
      SparkSession session, Pipeline pipeline, Optional<Environment.Registry> registry) {
    Refinement refinement = new Refinement(pipeline, registry);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Dataset<Row> fields =
        refinement.fields(
            session.createDataFrame(
                spark.<Row>emptyRDD(),
                RawRecord.SCHEMA.add(REPLAYED, DataTypes.BooleanType, false)),
            col(REPLAYED));
    Dataset<Row> flat = session.createDataFrame(spark.<Row>emptyRDD(), fields.schema());
    List<List<String>> rules = new ArrayList<>();
    List<List<Timed>> kinds = new ArrayList<>();
    for (KindSteps kind : refinement.kinds()) {
      List<Timed> timed = new ArrayList<>();
      List<String> names = kind.checkedRules();
      List<Column> checks = new ArrayList<>(kind.checks().values());
      for (int i = 0; i < checks.size(); i++) {
        String rule = names.get(i);
        expressions(flat.select(checks.get(i)))
            .forEach(expression -> timed.add(new Timed(rule, expression)));
      }
      rules.add(List.copyOf(new java.util.LinkedHashSet<>(names)));
      kinds.add(timed);
    }
    return new RuleTiming(rules, pack(new Plan(CompiledRefinement.chain(fields, pipeline), kinds)));
  }

  /** The rules of each kind, in the order of the pipeline, that are timed. */
  public List<List<String>> rules() {
    return rules;
  }

  /** For a task that works on a partition. */
  public Task task(int partition) {
    return new Task(unpack(packed), partition);
  }

  /** Times records in one task. Not thread-safe. */
  public static final class Task {
    private final Plan plan;
    private final CompiledRefinement.Task fields;

    private Task(Plan plan, int partition) {
      this.plan = plan;
      this.fields = plan.fields().task(partition);
    }

    /**
     * The nanoseconds that each rule of a kind takes for a record. Each is computed twice, and the
     * second time counts: by then its code and data are at hand, as they are for most records.
     *
     * @param raw in the shape of {@link RawRecord}
     * @param flag one boolean, false
     */
    public Map<String, Long> nanos(InternalRow raw, InternalRow flag, int kind) {
      InternalRow record = fields.refine(raw, flag);
      Map<String, Long> nanos = new LinkedHashMap<>();
      for (Timed timed : plan.kinds().get(kind)) {
        timed.expression().eval(record);
        long begin = System.nanoTime();
        timed.expression().eval(record);
        nanos.merge(timed.rule(), System.nanoTime() - begin, Long::sum);
      }
      return nanos;
    }
  }

  private static List<Expression> expressions(Dataset<Row> checked) {
    LogicalPlan plan = checked.queryExecution().optimizedPlan();
    if (!(plan instanceof Project project) || !project.child().children().isEmpty()) {
      return List.of();
    }
    List<Expression> bound = new ArrayList<>();
    for (var named : CollectionConverters.asJava((Seq<?>) project.projectList())) {
      Expression expression = (Expression) named;
      if (expression.deterministic()) {
        bound.add(expression.transformUp(new Binding(project.child().output())));
      }
    }
    return bound;
  }

  /** Attributes as places in the row. */
  private static final class Binding extends AbstractPartialFunction<Expression, Expression> {
    private final List<Attribute> row;

    Binding(Seq<Attribute> row) {
      this.row = List.copyOf(CollectionConverters.asJava(row));
    }

    @Override
    public boolean isDefinedAt(Expression expression) {
      return expression instanceof Attribute;
    }

    @Override
    public Expression apply(Expression expression) {
      Attribute wanted = (Attribute) expression;
      for (int i = 0; i < row.size(); i++) {
        if (row.get(i).exprId().equals(wanted.exprId())) {
          return new BoundReference(i, wanted.dataType(), wanted.nullable());
        }
      }
      throw new IllegalStateException("Not a column of the fields: " + wanted.name());
    }
  }

  private static byte[] pack(Plan plan) {
    ByteBuffer bytes =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .serialize(plan, ClassTag.apply(Plan.class));
    byte[] packed = new byte[bytes.remaining()];
    bytes.get(packed);
    return packed;
  }

  private static Plan unpack(byte[] packed) {
    return SparkEnv.get()
        .closureSerializer()
        .newInstance()
        .deserialize(
            ByteBuffer.wrap(packed),
            Thread.currentThread().getContextClassLoader(),
            ClassTag.apply(Plan.class));
  }
}
