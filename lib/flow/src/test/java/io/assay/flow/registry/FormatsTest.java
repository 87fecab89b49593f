package io.assay.flow.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.kafka.TestKafka;
import io.assay.flow.refine.TestPostgres;
import io.assay.model.file.PipelineFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats that need no registry, through a real Kafka into a real PostgreSQL. */
class FormatsTest {
  private static final String ALL_TYPES =
      """
      {"type": "record", "name": "All", "fields": [
        {"name": "id", "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "fee", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 3}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "at_millis", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "at_micros", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "at_nanos", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
        {"name": "photo", "type": "bytes"},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "OLD"]}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "sizes", "type": {"type": "map", "values": "int"}},
        {"name": "either", "type": ["null", "long", "string"]},
        {"name": "address", "type": ["null", {"type": "record", "name": "Address", "fields": [{"name": "city", "type": "string"}]}]}
      ]}
      """;

  private final TestKafka kafka = TestKafka.shared();
  private final TestPostgres postgres = TestPostgres.fresh();
  private final String topic = kafka.topic(1);
  @TempDir Path folder;

  @Test
  void everyTypeOfAvroHasItsTypeInPostgresql() throws Exception {
    Files.writeString(folder.resolve("all.avsc"), ALL_TYPES);
    Path file =
        Files.writeString(
            folder.resolve("all.conf"),
            """
            pipeline = all-types
            source { topics = ["%s"], format = avro, avro { schema-file = "all.avsc" } }
            silver = false
            records { all {
              fields {
                id { from = id, type = uuid }
                fee { from = fee, type = "decimal(12,3)" }
                day { from = day, type = date }
                at_millis { from = at_millis, type = timestamp }
                at_micros { from = at_micros, type = timestamp }
                at_nanos { from = at_nanos, type = timestamp }
                photo { from = photo, type = binary }
                state { from = state, type = text }
                tags { from = tags, type = "text[]" }
                sizes { from = sizes, type = json }
                either { from = either, type = text }
                city { from = "address.city", type = text }
                address { from = address, type = json }
              }
              rules { state { field = state, one-of = [NEW, OLD] } }
              tables { all_types { key = [id], columns {
                id = id, fee = fee, day = day, at_millis = at_millis, at_micros = at_micros, at_nanos = at_nanos, photo = photo,
                state = state, tags = tags, sizes = sizes, either = either, city = city, address = address } } }
            } }
            """
                .formatted(topic));
    Schema schema = new Schema.Parser().parse(ALL_TYPES);
    GenericData.Record full = new GenericData.Record(schema);
    full.put("id", "009c8453-e395-5e81-8ad2-a8d1587395df");
    full.put("fee", ByteBuffer.wrap(BigInteger.valueOf(-1500).toByteArray()));
    full.put("day", 18262);
    full.put("at_millis", 1_577_836_800_001L);
    full.put("at_micros", 1_577_836_800_000_001L);
    full.put("at_nanos", 1_577_836_800_000_001_999L);
    full.put("photo", ByteBuffer.wrap(new byte[] {0, (byte) 0xff}));
    full.put("state", new GenericData.EnumSymbol(schema.getField("state").schema(), "OLD"));
    full.put("tags", List.of("a", "b,\"c\""));
    full.put("sizes", Map.of("s", 1));
    full.put("either", 7L);
    GenericData.Record address =
        new GenericData.Record(schema.getField("address").schema().getTypes().get(1));
    address.put("city", "Bath");
    full.put("address", address);
    GenericData.Record sparse = new GenericData.Record(full, true);
    sparse.put("id", "a9c4f2d0-0000-4000-8000-000000000001");
    sparse.put("either", null);
    sparse.put("address", null);
    sparse.put("tags", List.of());
    byte[] datum = datum(schema, full);
    send(datum);
    send(datum(schema, sparse));
    send(Arrays.copyOf(datum, datum.length - 3));

    new KafkaToPostgres(kafka, postgres, folder).run(PipelineFile.parse(file), Optional.empty());

    assertThat(
            postgres.rows(
                "select column_name, udt_name from information_schema.columns where table_name = 'all_types' and column_name not like 'assay%' order by ordinal_position"))
        .containsExactly(
            "id|uuid",
            "fee|numeric",
            "day|date",
            "at_millis|timestamptz",
            "at_micros|timestamptz",
            "at_nanos|timestamptz",
            "photo|bytea",
            "state|text",
            "tags|_text",
            "sizes|jsonb",
            "either|text",
            "city|text",
            "address|jsonb");
    assertThat(
            postgres.rows(
                "select fee, day, at_millis, at_micros, at_nanos, encode(photo, 'hex'), state, tags[2], sizes->'s', either, city, address->>'city' from all_types order by id"))
        .containsExactly(
            "-1.500|2020-01-01|2020-01-01 00:00:00.001+00|2020-01-01 00:00:00.000001+00|2020-01-01 00:00:00.000001+00|00ff|OLD|b,\"c\"|1|7|Bath|Bath",
            "-1.500|2020-01-01|2020-01-01 00:00:00.001+00|2020-01-01 00:00:00.000001+00|2020-01-01 00:00:00.000001+00|00ff|OLD|null|1|null|null|null");
    assertThat(postgres.rows("select record_offset, rule from assay.finding"))
        .containsExactly("2|decode");
  }

  @Test
  void linesOfNdjsonBecomeRows() throws Exception {
    send("{\"sku\": \"a\", \"n\": 1}\n{\"sku\": \"b\", \"n\": 2}\n");
    send("{\"sku\": \"c\"}\nno json\n");

    run(
        """
        source { topics = ["%s"], format = ndjson }
        records { delivery {
          fields {
            place { sql = "_offset", type = bigint }
            lines { from = _lines, type = list, fields { sku { from = sku, type = text }, n { from = n, type = integer } } }
          }
          root = delivery
          tables {
            delivery { key = [place], columns { place = place } }
            line { each = lines, key = [place, i], columns { place = place, i = "_index", sku = "lines.sku", n = "lines.n" }, references { delivery { columns = [place] } } }
          }
        } }
        """);

    assertThat(postgres.rows("select place, i, sku, n from line order by i"))
        .containsExactly("0|0|a|1", "0|1|b|2");
    assertThat(postgres.rows("select record_offset, rule, message from assay.finding"))
        .singleElement()
        .asString()
        .startsWith("1|decode|line 2");
  }

  @Test
  void csvOfADialectBecomesRows() throws Exception {
    Charset latin = StandardCharsets.ISO_8859_1;
    send("id;name;n\n7;'M\u00fcller; \\'Sohn\\''; NULL \n".getBytes(latin));
    send("n;id;name\n1;8;x\n".getBytes(latin));
    send("id;name;n\n9;x\n".getBytes(latin));

    run(
        """
        source {
          topics = ["%s"], format = csv
          csv { columns = [id, name, n], delimiter = ";", quote = "'", escape = "\\\\", nulls = ["NULL"], trim = true, header = true, encoding = ISO-8859-1 }
        }
        records { customer {
          fields { id { from = id, type = integer }, name { from = name, type = text }, n { from = n, type = integer } }
          tables { customer { key = [id], columns { id = id, name = name, n = n } } }
        } }
        """);

    assertThat(postgres.rows("select id, name, n from customer order by id"))
        .containsExactly("7|M\u00fcller; 'Sohn'|null", "8|x|1");
    assertThat(postgres.rows("select record_offset, rule from assay.finding"))
        .containsExactly("2|decode");
  }

  @Test
  void textAndItsKeyAreTakenApart() throws Exception {
    kafka.send(
        new ProducerRecord<>(
            topic, 0, "{\"plant\": 4}".getBytes(), "2024-05-01 WARN low oil".getBytes()));
    kafka.send(new ProducerRecord<>(topic, 0, "{\"plant\": 4}".getBytes(), "what?".getBytes()));
    kafka.send(
        new ProducerRecord<>(topic, 0, "no json".getBytes(), "2024-05-01 WARN x".getBytes()));

    run(
        """
        source {
          topics = ["%s"], format = text
          text { pattern = "(?<day>[0-9-]+) (?<level>[A-Z]+) (?<message>.*)" }
          key { format = json }
        }
        records { line {
          fields {
            plant { from { key = plant }, type = integer }
            day { from = day, type = date }
            level { from = level, type = text }
            message { from = message, type = text }
          }
          tables { log_line { key = [plant, day, message], columns { plant = plant, day = day, level = level, message = message } } }
        } }
        """);

    assertThat(postgres.rows("select plant, day, level, message from log_line"))
        .containsExactly("4|2024-05-01|WARN|low oil");
    assertThat(postgres.rows("select record_offset, rule from assay.finding order by 1"))
        .containsExactly("1|decode", "2|decode");
  }

  private void run(String rest) throws Exception {
    String text = "pipeline = formats\nsilver = false\n" + rest.formatted(topic);
    new KafkaToPostgres(kafka, postgres, folder)
        .run(
            PipelineFile.parse("formats.conf", text, Map.of()), Optional.empty());
  }

  private void send(String value) {
    send(value.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] value) {
    kafka.send(new ProducerRecord<>(topic, 0, null, value));
  }

  private static byte[] datum(Schema schema, GenericData.Record record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
