package io.assay.feed.kafka;

import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import io.assay.model.AssayException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records, each exactly once and those of a partition in order (an idempotent producer,
 * acknowledged by all replicas), and counts what Kafka has acknowledged. The first record that
 * Kafka refuses ends the sending. For one thread.
 */
public final class RecordSender implements AutoCloseable {
  /**
   * With several requests under way, a broker may refuse the first one to a partition of a new
   * topic, take the second, and then refuse the first for ever as out of sequence.
   */
  private static final int ONE_REQUEST = 1;

  private static final int LINGER_MILLIS = 10;
  private static final int BATCH_BYTES = 128 * 1024;

  private final ClientSettings settings;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Acknowledged acknowledged = new Acknowledged();
  private final AtomicReference<Exception> refused = new AtomicReference<>();
  private long sent;

  public RecordSender(ClientSettings settings) {
    this.settings = settings;
    try {
      this.producer =
          new KafkaProducer<>(
              settings.with(
                  Map.of(
                      ProducerConfig.ACKS_CONFIG,
                      "all",
                      ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                      true,
                      ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                      ONE_REQUEST,
                      ProducerConfig.LINGER_MS_CONFIG,
                      LINGER_MILLIS,
                      ProducerConfig.BATCH_SIZE_CONFIG,
                      BATCH_BYTES)),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    } catch (KafkaException e) {
      throw settings.notMade(e);
    }
  }

  /**
   * Hands a record to Kafka; whether it arrives is known after {@link #finish()}.
   *
   * @throws AssayException of kind EXTERNAL if this record or one before it was refused
   */
  public void send(OutgoingRecord record) {
    refuseMore();
    ProducerRecord<byte[], byte[]> outgoing =
        new ProducerRecord<>(record.topic(), record.key(), record.value());
    for (OutgoingHeader header : record.headers()) {
      outgoing.headers().add(new RecordHeader(header.name(), header.bytes()));
    }
    try {
      producer.send(outgoing, this::answered);
    } catch (KafkaException e) {
      refused.compareAndSet(null, e);
    }
    sent++;
    refuseMore();
  }

  /**
   * Waits until Kafka has answered for every record.
   *
   * @return how many records each topic got
   * @throws AssayException of kind EXTERNAL if one was refused
   */
  public Map<String, Long> finish() {
    producer.flush();
    refuseMore();
    return acknowledged.byTopic();
  }

  private void answered(RecordMetadata metadata, Exception failure) {
    if (failure == null) {
      acknowledged.add(metadata.topic());
    } else {
      refused.compareAndSet(null, failure);
    }
  }

  private void refuseMore() {
    Exception failure = refused.get();
    if (failure == null) {
      return;
    }
    producer.flush(); // so that what is told is final
    throw new AssayException(
        AssayException.Kind.EXTERNAL,
        "Kafka at %s did not take every record: %s. Of %d records handed over, it has acknowledged %s; the rest may not have arrived."
            .formatted(
                settings.bootstrapServers(), failure.getMessage(), sent, acknowledged.described()),
        failure);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Counts by topic, from the producer's thread. */
  private static final class Acknowledged {
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(String topic) {
      counts.merge(topic, 1L, Long::sum);
    }

    synchronized Map<String, Long> byTopic() {
      return new TreeMap<>(counts);
    }

    synchronized String described() {
      return counts.isEmpty()
          ? "none"
          : counts.entrySet().stream()
              .map(topic -> topic.getValue() + " in " + topic.getKey())
              .collect(Collectors.joining(", "));
    }
  }
}
