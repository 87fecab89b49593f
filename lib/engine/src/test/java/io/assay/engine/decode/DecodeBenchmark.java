package io.assay.engine.decode;

import static org.apache.spark.sql.functions.callUDF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import com.sun.management.OperatingSystemMXBean;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/**
 * Measures what decoding costs: one million JSON records of ten columns, read from Parquet in
 * {@code local[2]}, against reading alone, a function that returns public rows, and Spark's {@code
 * from_json}. Prints seconds of CPU and of the clock per pass. Argument: a folder for the records.
 */
final class DecodeBenchmark {
  private static final int RECORDS = 1_000_000;
  private static final int PASSES = 5;
  private static final List<String> NAMES =
      List.of(
          "item",
          "item_id",
          "raw_material",
          "quantity",
          "in_date",
          "out_date",
          "revision",
          "price",
          "approved",
          "updated_at");

  private DecodeBenchmark() {}

  public static void main(String[] arguments) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    String records = Path.of(arguments[0], "records").toUri().toString();
    write(spark, records);
    RecordDecoder decoder = decoder();
    Column nothing = lit(null).cast("array<struct<key:string,value:binary>>");
    Column key = lit(null).cast("binary");
    spark.udf().register("decoded_by_function", function(decoder), decoder.schema());
    Map<String, UnaryOperator<Dataset<Row>>> ways = new java.util.LinkedHashMap<>();
    ways.put("read only", data -> data);
    ways.put(
        "decoder", data -> data.withColumn("decoded", decoder.decode(col("value"), key, nothing)));
    ways.put(
        "decoder, ten columns taken",
        data -> columns(data.withColumn("decoded", decoder.decode(col("value"), key, nothing))));
    ways.put(
        "function returning rows",
        data -> data.withColumn("decoded", callUDF("decoded_by_function", col("value"))));
    ways.put(
        "from_json, text only",
        data ->
            data.withColumn("decoded", from_json(col("value").cast("string"), text(), Map.of())));
    ways.put("from_json, cast", data -> cast(data));
    ways.forEach((name, way) -> measure(name, way.apply(spark.read().parquet(records))));
    direct(spark, decoder, records);
    spark.stop();
  }

  private static RecordDecoder decoder() {
    Field inDate = Kinds.also(Kinds.field("in_date", Simple.DATE, "d/M/yyyy"), "M/d/yyyy");
    Field outDate = Kinds.also(Kinds.field("out_date", Simple.DATE, "d/M/yyyy"), "M/d/yyyy");
    return Kinds.relaxedJson(
        Kinds.field("item", Simple.TEXT),
        Kinds.member("item_id", Simple.TEXT, List.of("item id")),
        Kinds.member("raw_material", Simple.TEXT, List.of("raw material")),
        Kinds.field("quantity", Simple.TEXT),
        renamed(inDate, "in date"),
        renamed(outDate, "out date"),
        Kinds.field("revision", Simple.INTEGER),
        Kinds.field("price", new ColumnType.Decimal(12, 2)),
        Kinds.field("approved", Simple.BOOLEAN),
        Kinds.member("updated_at", Simple.TIMESTAMP, List.of("updated at")));
  }

  private static Field renamed(Field field, String from) {
    return field.from(new Field.Origin.Member(List.of(from)));
  }

  private static UDF1<byte[], Row> function(RecordDecoder decoder) {
    Function1<Object, Object> converter =
        CatalystTypeConverters.createToScalaConverter(decoder.schema());
    return value -> (Row) converter.apply(decoder.row(value, null, null));
  }

  private static void write(SparkSession spark, String to) {
    spark
        .udf()
        .register(
            "record",
            (UDF1<Long, byte[]>) n -> record(n).getBytes(StandardCharsets.UTF_8),
            DataTypes.BinaryType);
    spark
        .range(0, RECORDS, 1, 4)
        .select(callUDF("record", col("id")).as("value"))
        .write()
        .mode("overwrite")
        .parquet(to);
  }

  private static String record(long n) {
    LocalDate in = LocalDate.of(2015, 1, 1).plusDays(n * 7919 % 3650);
    LocalDate out = in.plusDays(n % 40);
    return String.format(
        "{\"item\": \"tub %d\", \"Item ID\": \"T%06d\", \"raw material\": \"sheet steel\","
            + " \"Quantity\": \"%d sqft\", \"in date\": \"%02d/%02d/%d\", \"Out Date \":"
            + " \"%d/%d/%d\", \"revision\": %d, \"price\": %d.%02d, \"approved\": %s, \"updated"
            + " at\": \"%sT04:05:06.%03dZ\"}",
        n % 100,
        n,
        n % 1000,
        in.getDayOfMonth(),
        in.getMonthValue(),
        in.getYear(),
        out.getDayOfMonth(),
        out.getMonthValue(),
        out.getYear(),
        n % 7,
        n % 5000,
        n % 100,
        n % 2 == 0,
        in,
        n % 1000);
  }

  private static StructType text() {
    StructType schema = new StructType();
    for (String name :
        List.of(
            "item",
            "Item ID",
            "raw material",
            "Quantity",
            "in date",
            "Out Date ",
            "revision",
            "price",
            "approved",
            "updated at")) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return schema;
  }

  private static Dataset<Row> columns(Dataset<Row> data) {
    return data.select(NAMES.stream().map(name -> col("decoded." + name)).toArray(Column[]::new));
  }

  private static Dataset<Row> cast(Dataset<Row> data) {
    return data.withColumn("d", from_json(col("value").cast("string"), text(), Map.of()))
        .selectExpr(
            "trim(d.item) as item",
            "trim(d.`Item ID`) as item_id",
            "trim(d.`raw material`) as raw_material",
            "trim(d.Quantity) as quantity",
            "to_date(d.`in date`, 'd/M/yyyy') as in_date",
            "to_date(d.`Out Date `, 'd/M/yyyy') as out_date",
            "cast(d.revision as int) as revision",
            "cast(d.price as decimal(12,2)) as price",
            "cast(d.approved as boolean) as approved",
            "cast(d.`updated at` as timestamp) as updated_at");
  }

  private static void measure(String name, Dataset<Row> data) {
    StringBuilder line = new StringBuilder(String.format("%-28s", name));
    for (int pass = 0; pass < PASSES; pass++) {
      long cpu = cpu();
      long clock = System.nanoTime();
      data.write().format("noop").mode("overwrite").save();
      line.append(
          String.format("  %.2f/%.2f", (cpu() - cpu) / 1e9, (System.nanoTime() - clock) / 1e9));
    }
    System.out.println(line);
  }

  /** The decoder alone, in one thread, on records in memory. */
  private static void direct(SparkSession spark, RecordDecoder decoder, String records) {
    List<Row> values = spark.read().parquet(records).limit(100_000).collectAsList();
    byte[][] bytes = values.stream().map(row -> row.<byte[]>getAs(0)).toArray(byte[][]::new);
    StringBuilder line =
        new StringBuilder(String.format("%-28s", "decoder alone, CPU ns a record"));
    long fields = 0;
    for (int pass = 0; pass < 2 * PASSES; pass++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (byte[] value : bytes) {
        fields += decoder.row(value, null, null).numFields();
      }
      line.append(
          String.format(
              "  %d",
              (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start)
                  / bytes.length));
    }
    System.out.println(line + (fields == 0 ? " nothing" : ""));
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
