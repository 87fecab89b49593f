package io.assay.engine.decode;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.TestSession;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderInSparkTest {
  private static final AtomicLong CALLS = new AtomicLong();
  private static SparkSession spark;

  private final RecordDecoder decoder =
      Kinds.json(
          Kinds.field("name", Simple.TEXT),
          Kinds.field("count", Simple.INTEGER),
          Kinds.field("total", Simple.BIGINT),
          Kinds.field("price", new ColumnType.Decimal(20, 2)),
          Kinds.also(Kinds.field("day", Simple.DATE, "d/M/yyyy"), "M/d/yyyy"),
          Kinds.from(new Field.Origin.Header("upload"), "upload", Simple.TEXT),
          Kinds.from(new Field.Origin.Key(), "number", Simple.INTEGER));

  @BeforeAll
  static void startSpark() {
    // so that records go through a real scan rather than being folded while planning
    spark = TestSession.without("ConvertToLocalRelation");
    spark
        .udf()
        .register(
            "counted",
            (UDF1<byte[], byte[]>)
                value -> {
                  CALLS.incrementAndGet();
                  return value;
                },
            DataTypes.BinaryType);
  }

  private Dataset<Row> records() {
    StructType schema =
        new StructType()
            .add("key", DataTypes.BinaryType)
            .add("value", DataTypes.BinaryType)
            .add("n", DataTypes.IntegerType);
    List<Row> rows =
        List.of(
            record(
                "7",
                "{\"name\":\"a\",\"count\":1,\"total\":2,\"price\":1.1,\"day\":\"3/2/2020\"}",
                0),
            record("8", "{\"name\":\"b\",\"count\":\"x\"}", 1),
            record("nine", "[]", 2),
            record(null, null, 3));
    return spark.createDataFrame(rows, schema).repartition(2);
  }

  private static Row record(String key, String value, int n) {
    return RowFactory.create(bytes(key), bytes(value), n);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private Dataset<Row> decoded(Column value) {
    Column headers = array(struct(lit("upload").as("key"), lit(bytes("sheet")).as("value")));
    return records().withColumn("decoded", decoder.decode(value, col("key"), headers));
  }

  private static void execute(String mode) {
    boolean generated = mode.equals("generated");
    spark.conf().set("spark.sql.codegen.wholeStage", generated);
    spark.conf().set("spark.sql.codegen.factoryMode", generated ? "CODEGEN_ONLY" : "NO_CODEGEN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void recordsAreDecodedInADataset(String mode) {
    execute(mode);
    List<Row> rows = decoded(col("value")).orderBy("n").select("decoded.*").collectAsList();
    assertThat(rows.get(0))
        .isEqualTo(
            RowFactory.create(
                "a",
                1,
                2L,
                new BigDecimal("1.10"),
                Date.valueOf("2020-02-03"),
                "sheet",
                7,
                scala.jdk.javaapi.CollectionConverters.asScala(List.of(Date.valueOf("2020-03-02")))
                    .toSeq(),
                null));
    assertThat(rows.get(1).getString(0)).isEqualTo("b");
    assertThat(rows.get(1).isNullAt(1)).isTrue();
    assertThat(messages(rows.get(1))).containsExactly("count: 'x' is no whole number");
    assertThat(messages(rows.get(2))).containsExactly("the value is no JSON object but an array");
    assertThat(messages(rows.get(3))).containsExactly("the value is null (a tombstone)");
  }

  private static List<String> messages(Row decoded) {
    List<Row> findings = decoded.getList(decoded.fieldIndex("_findings"));
    return findings.stream().map(finding -> finding.<String>getAs("message")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"generated", "interpreted"})
  void eachRecordIsDecodedOnceHoweverOftenItIsUsed(String mode) {
    execute(mode);
    CALLS.set(0);
    long rows =
        decoded(callUDF("counted", col("value")))
            .withColumn("broken", col("decoded._findings").isNotNull())
            .filter("not broken or decoded.name = 'b'")
            .selectExpr(
                "decoded.name",
                "upper(decoded.name) as upper",
                "decoded.count + 1 as more",
                "decoded.day",
                "decoded.day__also",
                "decoded._findings",
                "decoded",
                "broken")
            .filter("day is not null or decoded._findings is not null")
            .collectAsList()
            .size();
    assertThat(rows).isEqualTo(2);
    assertThat(CALLS.get()).isEqualTo(4);
  }
}
