package io.assay.engine.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.engine.TestSession;
import io.assay.model.AssayException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssayFunctionsTest {
  private static final String NAMESPACE = "'f47ac10b-58cc-4372-a567-0e02b2c3d479'";
  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    // so that records go through a real scan rather than being folded while planning
    spark = TestSession.without("ConvertToLocalRelation");
  }

  private static void execute(String mode) {
    boolean generated = mode.equals("generated");
    spark.conf().set("spark.sql.codegen.wholeStage", generated);
    spark.conf().set("spark.sql.codegen.factoryMode", generated ? "CODEGEN_ONLY" : "NO_CODEGEN");
  }

  private static Dataset<Row> texts(String... texts) {
    return spark.createDataset(Arrays.asList(texts), Encoders.STRING()).toDF("x").repartition(1);
  }

  private static List<String> select(String sql, String... texts) {
    return texts(texts)
        .selectExpr("cast(" + sql + " as string)")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void uuid5HasItsKnownAnswers(String mode) {
    execute(mode);
    assertThat(select("uuid5(" + NAMESPACE + ", x)", "user-482", "user-382", "user-688", null))
        .containsExactlyInAnyOrder(
            "009c8453-e395-5e81-8ad2-a8d1587395df",
            "02d499ef-07db-50bf-b430-3589e4804f17",
            "fff01e80-c256-5c2b-b1c6-85967359c0c9",
            null);
    assertThat(select("uuid5(" + NAMESPACE + ", 'user-482')", "any"))
        .containsExactly("009c8453-e395-5e81-8ad2-a8d1587395df");
    assertThat(select("uuid5('6BA7B810-9dad-11d1-80b4-00c04fd430c8', x)", "www.example.com"))
        .containsExactly("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void uuid5WantsAConstantNamespace() {
    assertThatThrownBy(() -> select("uuid5('x', x)", "a"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "uuid5: the namespace 'x' is no UUID. Write one like"
                + " f47ac10b-58cc-4372-a567-0e02b2c3d479.");
    assertThatThrownBy(() -> select("uuid5(x, x)", "a"))
        .isInstanceOf(AssayException.class)
        .hasMessage("uuid5: the namespace must be a constant UUID, not x");
    assertThatThrownBy(() -> select("uuid5(x)", "a"))
        .isInstanceOf(AssayException.class)
        .hasMessage("uuid5(namespace, text) takes 2 arguments, not 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void anAttemptIsNullOnlyIfItsValueCannotBeComputed(String mode) {
    execute(mode);
    assertThat(select("assay_try(struct(cast(x as int) as v))", "1", "x", null))
        .containsExactlyInAnyOrder("{1}", null, "{null}");
    assertThat(select("assay_try(struct(1 / cast(x as int) as v)) is null", "0"))
        .containsExactly("true");
  }

  /**
   * The failing part stands in two places, which is when Spark would compute it once, in advance.
   */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "assay_try(struct(cast(x as int) as v)) is null and assay_try(struct(cast(x as int) as w))"
            + " is null",
        "assay_try(struct(cast(x as int) + cast(x as int) as v)) is null",
        "assay_try(struct(cast(x as int) as v)) is null and assay_try(struct(cast(x as int) + 1 as"
            + " w)) is null",
        // These two are rewritten to a common expression that is computed in a projection below.
        "assay_try(struct(cast(x as int) between 1 and 5 as v)) is null",
        "assay_try(struct(nullif(cast(x as int), 0) as v)) is null",
        // Constants are computed while planning.
        "assay_try(struct(cast('x' as int) as v)) is null",
        "assay_try(struct(cast('x' as int) + length(x) as v)) is null",
        "assay_try(struct(cast('x' as int) as v)) is null and assay_try(struct(cast('x' as int) as"
            + " v)).v is null",
      })
  void noPartOfAnAttemptIsComputedOutsideIt(String sql) {
    for (String mode : List.of("generated", "interpreted")) {
      execute(mode);
      assertThat(select(sql, "x")).as(mode).containsExactly("true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void severalColumnsMayTryTheSame(String mode) {
    execute(mode);
    List<Row> rows =
        texts("x", "7")
            .withColumn(
                "a", org.apache.spark.sql.functions.expr("assay_try(struct(cast(x as int) as v))"))
            .withColumn(
                "b",
                org.apache.spark.sql.functions.expr("assay_try(struct(cast(x as int) + 1 as v))"))
            .filter("a is null or a.v > 0")
            .selectExpr("x", "a is null as a", "b is null as b", "a.v + b.v as sum")
            .orderBy("x")
            .collectAsList();
    assertThat(rows.toString()).isEqualTo("[[7,false,false,15], [x,true,true,null]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void aRegularExpressionThatRunsOutOfStackFailsItsAttemptOnly(String mode) {
    execute(mode);
    assertThat(select("assay_try(struct(x rlike '^(a|b)*$' as v))", "ab".repeat(200_000), "ab"))
        .containsExactlyInAnyOrder(null, "{true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void anAttemptMayHoldAnyType(String mode) {
    execute(mode);
    for (String type : List.of("boolean", "int", "bigint", "double", "decimal(5,2)", "date")) {
      assertThat(select("assay_try(cast(x as " + type + ")) is null", "zwei"))
          .containsExactly("true");
    }
    assertThat(select("assay_try(cast(x as int)) + 1", "2")).containsExactly("3");
  }
}
