package io.assay.flow.land;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.KafkaCluster;
import io.assay.flow.kafka.TestKafka;
import io.assay.flow.kafka.TopicOffsets;
import io.assay.lake.Positions;
import io.assay.lake.RawSchema;
import io.assay.lake.RawTable;
import io.assay.lake.RawWriter;
import io.assay.lake.WriterIdentity;
import io.assay.model.Topics;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandBatchTest {
  private final SparkSession spark = TestSession.spark();
  @TempDir Path lake;

  private Dataset<Row> records(long from, long to) {
    List<Row> rows =
        LongStream.range(from, to)
            .mapToObj(
                offset -> RowFactory.create("t", 0, offset, new Timestamp(0), 0, null, null, null))
            .toList();
    return spark.createDataFrame(rows, RawSchema.RECORD);
  }

  @Test
  void theSameBatchTwiceAndAnOverlappingBatchLandEachRecordOnce() {
    RawTable table = new RawTable(lake.toUri().toString());
    RawWriter writer =
        RawWriter.open(
            spark, table, WriterIdentity.of(spark, UUID.randomUUID()), Clock.systemUTC());
    KafkaCluster cluster = new KafkaCluster(TestKafka.shared().environment());
    AtomicLong landed = new AtomicLong();
    try (TopicOffsets offsets = TopicOffsets.of(cluster, new Topics.Named(List.of("t")))) {
      LandBatch batch =
          new LandBatch(
              writer,
              id -> Positions.none().with("t", 0, 3 + 2 * id),
              new LandSource(cluster, offsets, LandRun.AVAILABLE_NOW),
              landed::addAndGet);
      batch.land(records(0, 3), 0);
      batch.land(records(0, 3), 0);
      batch.land(records(1, 5), 1);
    }

    assertThat(landed).hasValue(5);
    assertThat(table.read(spark).count()).isEqualTo(5);
    assertThat(table.read(spark).select("offset").distinct().count()).isEqualTo(5);
  }
}
