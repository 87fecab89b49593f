package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.Source.NameMatching;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
  private final RecordDecoder decoder =
      Kinds.relaxedJson(
          Kinds.field("text", Simple.TEXT),
          Kinds.from(new Field.Origin.Computed("text || '!'"), "louder", Simple.TEXT),
          Kinds.also(Kinds.field("day", Simple.DATE, "d/M/yyyy", "d-MMM-yyyy"), "M/d/yyyy"),
          Kinds.also(Kinds.field("time", Simple.TIMESTAMP), "d/M/yyyy HH:mm"),
          Kinds.field("price", new ColumnType.Decimal(10, 2)),
          Kinds.field("id", Simple.UUID));

  @Test
  void theSchemaHasValuesThenOtherReadingsThenFindings() {
    assertThat(decoder.schema().toDDL())
        .isEqualTo(
            "text STRING,day DATE,time TIMESTAMP,price DECIMAL(10,2),id STRING,day__also"
                + " ARRAY<DATE>,time__also ARRAY<TIMESTAMP>,_findings ARRAY<STRUCT<rule: STRING,"
                + " severity: STRING, field: STRING, value: STRING, message: STRING>>");
  }

  @Test
  void allFindingsAreKeptInTheOrderOfTheFields() {
    Decoded decoded =
        Decoded.of(
            decoder,
            "{\"id\": \"x\", \"price\": 1.001, \"day\": \"1/13/2020\", \"text\": \"a\\u0000\"}");
    assertThat(decoded.findings())
        .extracting(Decoded.Finding::field)
        .containsExactly("text", "day", "price", "id");
    assertThat(decoded.messages().get(1))
        .isEqualTo("day: '1/13/2020' is no date in the form d/M/yyyy or d-MMM-yyyy");
  }

  @Test
  void itIsTheSameAfterSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(decoder);
    }
    RecordDecoder copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (RecordDecoder) in.readObject();
    }
    String value = "{\"Text \": \"a\", \"day\": \"3-feb-2020\", \"price\": \"1.5\"}";
    assertThat(copy.schema()).isEqualTo(decoder.schema());
    assertThat(Decoded.of(copy, value)).isEqualTo(Decoded.of(decoder, value));
  }

  @Test
  void manyThreadsMayUseIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 5_000;
        calls.add(
            () -> {
              for (int n = first; n < first + 5_000; n++) {
                String value =
                    "{\"TEXT" + " ".repeat(n % 50) + "\": \"" + n + "\", \"x" + n + "\": 1}";
                assertThat(Decoded.of(decoder, value).value("text")).isEqualTo("" + n);
              }
              return null;
            });
      }
      for (Future<Void> result : threads.invokeAll(calls)) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"YYYY-MM-dd", "d/M", "hh:mm d/M/yyyy", "d/M/yyyy b", "d/M/yyyy {"})
  void aPatternThatGivesNoDateIsRefused(String pattern) {
    Field field = Kinds.field("f", Simple.TIMESTAMP, pattern);
    assertThatThrownBy(() -> Kinds.decoder(new Format.Json(), NameMatching.EXACT, field))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            "The pattern '" + pattern + "' cannot be used to read a timestamp: ");
  }

  @Test
  void aRecordWithoutFieldsStillMustBeInTheFormat() {
    RecordDecoder none = Kinds.json();
    assertThat(Decoded.of(none, "{\"a\": 1}").findings()).isEmpty();
    assertThat(Decoded.of(none, "{\"a\": 1").findings()).hasSize(1);
  }
}
