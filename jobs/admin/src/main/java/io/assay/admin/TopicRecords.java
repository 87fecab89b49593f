package io.assay.admin;

import io.assay.engine.format.AvroTypes;
import io.assay.engine.format.RecordTranslator;
import io.assay.engine.registry.RegisteredSchema;
import io.assay.engine.registry.RegistryAddress;
import io.assay.engine.registry.SchemaRegistry;
import io.assay.flow.kafka.TopicSample;
import io.assay.model.Environment;
import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.propose.Declared;
import io.assay.propose.Sample;
import io.assay.propose.SampleFile;
import io.assay.propose.SampleRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.catalyst.InternalRow;

/** A sample of a topic: JSON, or Avro in the wire format of a schema registry. */
final class TopicRecords {
  private static final int HEAD = 1 + Integer.BYTES;

  private final Environment environment;
  private final String topic;

  TopicRecords(Environment environment, String topic) {
    this.environment = environment;
    this.topic = topic;
  }

  /** About so many records of the topic. */
  Sample sample(int most) {
    List<ConsumerRecord<byte[], byte[]>> found =
        new TopicSample(environment.kafka(), topic).read(most);
    long withSchema = found.stream().filter(record -> hasSchema(record.value())).count();
    long values = found.stream().filter(record -> record.value() != null).count();
    boolean avro = withSchema > 0 && 2 * withSchema > values;
    return avro ? avro(found) : sample(found, Declared.JSON);
  }

  private static boolean hasSchema(byte[] value) {
    return value != null && value.length > HEAD && value[0] == 0;
  }

  private Sample avro(List<ConsumerRecord<byte[], byte[]>> found) {
    RecordTranslator translator =
        new RecordTranslator(
            new Source(
                List.of(topic),
                new Format.Avro(
                    new Format.Avro.Writer.Registered(), new Format.Avro.Reader.AsWritten()),
                Source.NameMatching.EXACT),
            environment.registry());
    List<ConsumerRecord<byte[], byte[]>> translated = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : found) {
      byte[] value = record.value();
      if (hasSchema(value)) {
        InternalRow row = translator.row(value, null);
        int json = RecordTranslator.SCHEMA.fieldIndex(RecordTranslator.VALUE);
        value = row.isNullAt(json) ? new byte[0] : row.getBinary(json);
      }
      translated.add(
          new ConsumerRecord<>(topic, record.partition(), record.offset(), record.key(), value));
    }
    return sample(translated, new Declared("avro", newestTypes(found)));
  }

  /** Types by the schema of the last record that has one. */
  private Map<List<String>, String> newestTypes(List<ConsumerRecord<byte[], byte[]>> found) {
    SchemaRegistry registry = SchemaRegistry.at(RegistryAddress.required(environment.registry()));
    for (int i = found.size() - 1; i >= 0; i--) {
      if (hasSchema(found.get(i).value())) {
        int id = ByteBuffer.wrap(found.get(i).value()).getInt(1);
        if (registry.schema(id) instanceof RegisteredSchema.Found schema) {
          return AvroTypes.of(schema.schema());
        }
      }
    }
    return Map.of();
  }

  private Sample sample(List<ConsumerRecord<byte[], byte[]>> found, Declared declared) {
    List<SampleRecord> records = new ArrayList<>();
    int unreadable = 0;
    for (ConsumerRecord<byte[], byte[]> record : found) {
      Optional<SampleRecord> read = SampleFile.read(record.key(), record.value());
      read.ifPresent(records::add);
      unreadable += read.isEmpty() ? 1 : 0;
    }
    return new Sample(topic, "the topic " + topic, records, unreadable, declared);
  }
}
