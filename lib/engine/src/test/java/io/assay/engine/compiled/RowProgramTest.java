package io.assay.engine.compiled;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.TestSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** A program against what Spark gives for the same chain. */
class RowProgramTest {
  private static final StructType INPUT =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("name", DataTypes.StringType)
          .add("bytes", DataTypes.BinaryType)
          .add("tags", DataTypes.createArrayType(DataTypes.StringType))
          .add("unread", DataTypes.DoubleType);

  /** With one projection for each step: Spark would make one of them all. */
  private static final SparkSession SPARK = TestSession.without("CollapseProject");

  @Test
  void aColumnIsRenamedAndKeptTwice() {
    assertSame(
        records()
            .select(col("id").as("number"), col("name"))
            .select(col("number").as("first"), col("number").as("second"), col("name")));
  }

  @Test
  void theLastProjectionDecidesTheOrder() {
    assertSame(
        records()
            .select(expr("id + 1 as next"), col("name"), expr("upper(name) as loud"))
            .select(col("loud"), lit(null).cast("int").as("none"), col("next"), col("name")));
  }

  @Test
  void laterStepsBuildOnEarlierOnes() {
    assertSame(
        records()
            .withColumn("loud", expr("upper(name)"))
            .withColumn("both", expr("concat(loud, '-', name)"))
            .withColumn("made", expr("struct(both, id, tags)"))
            .withColumn("found", expr("exists(tags, tag -> tag = loud)"))
            .select("made", "found", "bytes"));
  }

  @Test
  void whatIsUsedTwiceInAStepIsRight() {
    assertSame(
        records()
            .select(
                expr("length(concat(name, name)) + 1 as one"),
                expr("length(concat(name, name)) + 2 as two"),
                expr("case when id > 1 then length(concat(name, name)) end as maybe")));
  }

  @Test
  void manyColumnsAreSplitOverMethods() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      columns.add(expr("concat(name, '-%d', cast(id + %d as string)) as c%d".formatted(i, i, i)));
    }
    assertSame(records().select(columns.toArray(Column[]::new)));
  }

  @Test
  void valuesOfOneRowAreNotSeenInTheNext() {
    assertSame(records().select(expr("case when id = 1 then name end as only_first")));
  }

  @Test
  void aColumnThatKnowsItsPartitionIsToldIt() {
    RowProgram program =
        program(records().select(monotonically_increasing_id().as("at"), col("id")));

    RowProgram.Loaded loaded = program.load(3);

    assertThat(loaded.run(row(7)).getLong(0)).isEqualTo(3L << 33);
    assertThat(loaded.run(row(8)).getLong(0)).isEqualTo((3L << 33) + 1);
  }

  @Test
  void anInterpretedStepGivesTheSame() {
    Dataset<Row> chain =
        records().select(expr("concat(name, '!') as loud"), expr("id * 2 as twice"));
    Project project = projections(chain).getFirst();
    Slots places = new Slots(List.of(project));
    List<Step.Cell> cells = places.cells(project, true);
    List<Attribute> input = CollectionConverters.asJava(project.child().output());
    List<Object> values = new ArrayList<>();
    for (Step step : List.of(Step.of(cells), new Step.Interpreted(cells))) {
      InternalRow slots = new GenericInternalRow(places.count());
      slots.update(places.ofInput(input.get(0)), 21L);
      slots.update(places.ofInput(input.get(1)), UTF8String.fromString("n21"));
      step.load(0).run(slots);
      values.add(slots.getUTF8String(0) + " " + slots.getLong(1));
    }

    assertThat(Step.of(cells)).isInstanceOf(Step.Generated.class);
    assertThat(values).containsExactly("n21! 42", "n21! 42");
  }

  private static void assertSame(Dataset<Row> chain) {
    UnsafeProjection asSpark = UnsafeProjection.create(chain.schema());
    RowProgram.Loaded program = program(chain).load(0);
    List<InternalRow> rows =
        records().queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).collect().stream()
            .<InternalRow>map(row -> asSpark.apply(program.run(row)).copy())
            .toList();

    assertThat(rows)
        .isEqualTo(chain.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).collect());
  }

  private static RowProgram program(Dataset<Row> chain) {
    Deque<Project> projections = projections(chain);
    return RowProgram.of(projections.getFirst().child().output(), projections);
  }

  private static Deque<Project> projections(Dataset<Row> chain) {
    Deque<Project> projections = new ArrayDeque<>();
    LogicalPlan plan = chain.queryExecution().analyzed();
    while (plan instanceof Project project) {
      projections.addFirst(project);
      plan = project.child();
    }
    return projections;
  }

  private static Dataset<Row> records() {
    List<Row> rows =
        List.of(
            RowFactory.create(1L, "one", new byte[] {1, 0}, List.of("ONE", "two"), 1.5),
            RowFactory.create(2L, "two", null, List.of(), null),
            RowFactory.create(null, "three", new byte[0], null, 2.5));
    return SPARK.createDataFrame(rows, INPUT);
  }

  private static InternalRow row(long id) {
    return new GenericInternalRow(
        new Object[] {id, UTF8String.fromString("n" + id), null, null, null});
  }
}
