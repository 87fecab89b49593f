package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.flow.TestSession;
import io.assay.flow.kafka.TestKafka;
import io.assay.model.AssayException;
import io.assay.model.Topics;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBehindLedgerTest {
  private final TestKafka kafka = TestKafka.shared();
  private final String topic = kafka.topic(2);
  @TempDir Path checkpoint;

  @Test
  void readingBeginsAtTheFirstOffsetThatTheLedgerLacks() throws Exception {
    kafka.send(topic, 0, "a", "b", "c", "d", "e");
    kafka.send(topic, 1, "x", "y");

    assertThat(read(Map.of(partition(0), OffsetRanges.parse("{[0,2),[3,4)}"))))
        .containsExactlyInAnyOrder("0/2 c", "0/3 d", "0/4 e", "1/0 x", "1/1 y");
  }

  @Test
  void withAnEmptyLedgerEverythingIsRead() throws Exception {
    kafka.send(topic, 0, "a", "b");
    kafka.expire(topic, 0, 1);

    assertThat(read(Map.of())).containsExactly("0/1 b");
  }

  @Test
  void recordsThatTheLedgerLacksAndKafkaHasNoMoreAreNamed() {
    kafka.send(topic, 0, "a", "b", "c", "d");
    kafka.expire(topic, 0, 3);

    assertThatThrownBy(() -> read(Map.of(partition(0), OffsetRanges.of(0, 1))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("before they were refined: " + topic + "/0 [1, 3)")
        .hasMessageContaining("--source lake")
        .extracting("kind")
        .isEqualTo(AssayException.Kind.DATA);
  }

  @Test
  void aTopicThatWasCreatedAnewIsRefused() {
    kafka.send(topic, 0, "a");

    assertThatThrownBy(() -> read(Map.of(partition(0), OffsetRanges.of(0, 5))))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("partition 0 was read up to offset 5, but it ends at 1");
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  private Queue<String> read(Map<TopicPartition, OffsetRanges> applied) throws Exception {
    Queue<String> read = new ConcurrentLinkedQueue<>();
    KafkaBehindLedger behind =
        new KafkaBehindLedger(kafka.environment(), new Topics.Named(List.of(topic)));
    behind.stream(TestSession.spark(), behind.start(applied), OptionalLong.empty())
        .selectExpr("concat(partition, '/', offset, ' ', cast(value as string))")
        .writeStream()
        .trigger(Trigger.AvailableNow())
        .option("checkpointLocation", checkpoint.toUri().toString())
        .foreachBatch(
            (VoidFunction2<Dataset<Row>, Long>)
                (records, batch) ->
                    records.collectAsList().forEach(row -> read.add(row.getString(0))))
        .start()
        .awaitTermination();
    return read;
  }
}
