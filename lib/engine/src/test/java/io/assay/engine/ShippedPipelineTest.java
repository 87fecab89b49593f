package io.assay.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

class ShippedPipelineTest {
  @Test
  void theManufacturingPipelineGivesTheSameCompiledAndAsADataset() {
    SparkSession spark = TestSession.spark();
    Pipeline pipeline = PipelineFile.parse(Path.of("../../conf/pipelines/manufacturing.conf"));
    Dataset<Row> raw = spark.createDataFrame(records(), RawRecord.SCHEMA);
    List<Column> columns = new ArrayList<>();
    for (String name :
        List.of(
            "topic",
            "partition",
            "offset",
            "timestamp",
            Refined.KIND,
            Refined.FATE,
            Refined.OPERATION,
            Refined.FINDINGS,
            Refined.WARNINGS,
            "timestamp_type",
            "key",
            "value",
            "headers")) {
      columns.add(col(name));
    }
    for (int kind = 0; kind < 3; kind++) {
      for (int table = 0; table < 3; table++) {
        columns.add(col(Refined.row(kind, table)));
      }
    }
    Column[] kept = columns.toArray(Column[]::new);
    CompiledRefinement compiled = CompiledRefinement.of(spark, pipeline, kept);

    Dataset<Row> expected = new Refinement(pipeline).apply(raw, lit(false)).select(kept);
    assertThat(CompiledRows.of(compiled, raw, expected.schema()))
        .isEqualTo(expected.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).collect());
  }

  private static List<Row> records() {
    return List.of(
        record(
            "fabrication",
            0,
            "{\"item\":\"tub\",\"item id\":\"T101\",\"raw material\":\"sheet steel\",\"Quantity\":\"10\",\"in date\":\"14/02/2020\",\"out date\":\"21/02/2020\"}"),
        record(
            "fabrication",
            1,
            "{\"item\":\"tub\",\"item id\":\"T104\",\"raw material\":\" plastic\",\"Quantity\":\"10 sqft\",\"in date\":\"27/02/2020\",\"out date\":\"3/2/2020\"}"),
        record(
            "sub-assembly",
            2,
            "{\"Assembly ID\":\"SAWM3031\",\"process\":\"Weld Assembly.\",\"Item ID\":\"T101\",\"Machine ID\":\"FA_WM124\",\"start date\":\"4/27/2020\",\"end date\":\"6/9/2020\"}"),
        record(
            "assembly",
            3,
            "{\"process\":\"Complaince\",\"Process ID\":\"SAWM3031_FA_WM124\",\"Machine ID\":\"MAII1017ECME3020079\",\"Start Date \":\"11/30/2020\",\"END DATE\":\"12/20/2020\"}"),
        record("assembly", 4, null),
        record("elsewhere", 5, "{}"),
        record("assembly", 6, "[1]"));
  }

  private static Row record(String topic, long offset, String value) {
    return RowFactory.create(
        topic,
        0,
        offset,
        new Timestamp(0),
        0,
        "T1_X".getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
        List.of());
  }
}
