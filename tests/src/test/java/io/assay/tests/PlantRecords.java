package io.assay.tests;

import io.assay.feed.OutgoingRecord;
import io.assay.feed.generate.GeneratorOptions;
import io.assay.feed.generate.ManufacturingGenerator;
import io.assay.feed.generate.RecordClass;
import io.assay.feed.generate.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records of a plant, with defects of every class, updates, and old revisions that come late;
 * to be sent in portions. Parents, children and versions of one thing are spread over the portions.
 */
final class PlantRecords implements AutoCloseable {
  /** Where they go. */
  static final List<String> TOPICS = Arrays.stream(Stage.values()).map(Stage::topic).toList();

  private static final int PARTITIONS = 3;
  private static final double DEFECTS = 0.15;
  private static final double UPDATES = 0.1;
  private static final double LATE = 0.03;

  private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final TopicRecords topics;
  private int sent;

  /** Makes the records and the topics. */
  PlantRecords(long seed, long count) {
    Map<RecordClass, Double> shares = new EnumMap<>(RecordClass.class);
    List<RecordClass> defects = RecordClass.defects();
    defects.forEach(defect -> shares.put(defect, DEFECTS / defects.size()));
    shares.put(RecordClass.UPDATE, UPDATES);
    shares.put(RecordClass.LATE, LATE);
    GeneratorOptions options =
        new GeneratorOptions(count, GeneratorOptions.DEFAULT_FIRST_NUMBER, shares);
    ManufacturingGenerator generator = new ManufacturingGenerator(seed, options);
    while (generator.hasNext()) {
      records.add(producerRecord(generator.next().record()));
    }
    topics = TopicRecords.createTopics(PARTITIONS, TOPICS);
  }

  private static ProducerRecord<byte[], byte[]> producerRecord(OutgoingRecord outgoing) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(outgoing.topic(), outgoing.key(), outgoing.value());
    outgoing.headers().forEach(header -> record.headers().add(header.name(), header.bytes()));
    return record;
  }

  /** Sends the next records, as many as there are at most. */
  void send(int count) {
    int end = Math.min(sent + count, records.size());
    topics.send(records.subList(sent, end));
    sent = end;
  }

  /** How many have been sent. */
  int sent() {
    return sent;
  }

  /** How many there are in all. */
  int size() {
    return records.size();
  }

  @Override
  public void close() {
    topics.close();
  }
}
