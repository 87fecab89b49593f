package io.assay.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.tests.AssayCommand.Outcome;
import io.assay.tests.oracle.FedRecords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What programs send by mistake or on purpose is stored to the letter, or quarantined. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRecordsIT {
  private static final String NOTES = "notes";
  private static final int MEGABYTE = 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> STORED = stored();
  private static final Map<String, Refused> REFUSED = refused();

  private final TestEnvironment environment = TestEnvironment.create("hostile");
  private final Map<String, RecordMetadata> sent = new LinkedHashMap<>();
  private Outcome outcome;

  /**
   * A value that must be quarantined.
   *
   * @param rule that refuses it
   * @param message with this in it
   */
  private record Refused(byte[] value, String rule, String message) {
    static Refused text(String value, String rule, String message) {
      return new Refused(value.getBytes(UTF_8), rule, message);
    }

    static Refused bytes(String hex, String rule, String message) {
      return new Refused(HexFormat.of().parseHex(hex), rule, message);
    }
  }

  private static Map<String, String> stored() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("sql", "'; drop table note; --");
    texts.put("quotes", "it's \"quoted\", `ticked` and $$dollared$$");
    texts.put("backslashes", "C:\\temp\\new \\' \\\\ \\");
    texts.put("null of copy", "\\N");
    texts.put("end of copy", "\\.");
    texts.put("end of copy in a line", "a\n\\.\nb");
    texts.put("controls", "tab\tnew line\nreturn\rbell\u0007escape\u001b[31mdelete\u007f");
    texts.put("emoji", "👩‍🔧🏳️‍🌈 \uD83D\uDE00");
    texts.put("scripts", "é e\u0301 ß שלום 漢字 \u202eright to left");
    texts.put("no characters", "\ufeff\u200b\ufffe\uffff\ufffd");
    texts.put("format", "%s %n {} ${env.HOME} ${jndi:ldap://127.0.0.1/a} #{1+1}");
    texts.put("empty", "");
    texts.put("blank", "  \t ");
    texts.put("csv", "a,b;\"c\"\r\n");
    texts.put("multirange", "{[0,100)}");
    texts.put("megabyte", "x".repeat(MEGABYTE));
    texts.put("megabyte of four bytes each", "😀".repeat(MEGABYTE / 4));
    return texts;
  }

  private static Map<String, Refused> refused() {
    Map<String, Refused> values = new LinkedHashMap<>();
    values.put("no end", Refused.text("{\"id\":\"no end\"", "decode", "no JSON"));
    values.put("two", Refused.text("{\"id\":\"two\"} {}", "decode", "something follows"));
    values.put("no quotes", Refused.text("{id:1}", "decode", "no JSON"));
    values.put("same name twice", Refused.text("{\"id\":\"a\",\"id\":\"b\"}", "decode", "no JSON"));
    values.put("array", Refused.text("[{\"id\":\"array\"}]", "decode", "but an array"));
    values.put("null", Refused.text("null", "decode", "but null"));
    values.put("number", Refused.text("42", "decode", "but a number"));
    values.put("text", Refused.text("\"id\"", "decode", "but a string"));
    values.put("white space", Refused.text(" \n ", "decode", "white space only"));
    values.put("empty", Refused.text("", "decode", "the value is empty"));
    values.put("tombstone", new Refused(null, "decode", "tombstone"));
    values.put("deep", Refused.text("{\"a\":".repeat(5000), "decode", "no JSON"));
    values.put("not UTF-8", Refused.bytes("7b226964223a22ff227d", "decode", "byte 0xff"));
    values.put("Latin-1", Refused.bytes("7b226964223a22e9227d", "decode", "byte 0xe9"));
    values.put("overlong", Refused.bytes("7b226964223a22c0af227d", "decode", "byte 0xc0"));
    values.put("UTF-16", Refused.bytes("007b007d", "decode", "U+0000"));
    values.put("zero", Refused.text("{\"id\":\"zero\",\"body\":\"a\\u0000b\"}", "type", "U+0000"));
    values.put(
        "zero as it is", Refused.text("{\"id\":\"raw\",\"body\":\"a\u0000b\"}", "decode", "JSON"));
    values.put(
        "high surrogate", Refused.text("{\"id\":\"h\",\"body\":\"\\ud83d\"}", "type", "surrogate"));
    values.put(
        "low surrogate", Refused.text("{\"id\":\"l\",\"body\":\"\\ude00\"}", "type", "surrogate"));
    values.put("no id", Refused.text("{\"body\":\"nobody\"}", "present", "id"));
    values.put("blank id", Refused.text("{\"id\":\"  \"}", "present", "id"));
    return values;
  }

  static List<String> storedTexts() {
    return List.copyOf(STORED.keySet());
  }

  static List<String> refusedValues() {
    return List.copyOf(REFUSED.keySet());
  }

  @BeforeAll
  void sendAndRun() {
    List<String> names = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    STORED.forEach(
        (name, text) -> {
          names.add("stored " + name);
          records.add(record(name, json(name, text)));
        });
    REFUSED.forEach(
        (name, value) -> {
          names.add("refused " + name);
          records.add(record(name, value.value()));
        });
    try (TopicRecords topic = TopicRecords.createTopics(2, List.of(NOTES))) {
      List<RecordMetadata> coordinates = topic.send(records);
      for (int i = 0; i < names.size(); i++) {
        sent.put(names.get(i), coordinates.get(i));
      }
    }
    outcome = environment.run("run", TestPipeline.file(NOTES), "--until-caught-up");
  }

  private static ProducerRecord<byte[], byte[]> record(String name, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(NOTES, name.getBytes(UTF_8), value);
    record.headers().add("sender", "O'Brien \\ 👩".getBytes(UTF_8));
    record.headers().add("", new byte[] {0, (byte) 0xff});
    record.headers().add("none", null);
    return record;
  }

  private static byte[] json(String id, String body) {
    try {
      return JSON.writeValueAsBytes(Map.of("id", id, "body", body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theRunEndsInOrder() {
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  @ParameterizedTest
  @MethodSource("storedTexts")
  void peerBug21AHostileTextIsStoredToTheLetter(String name) throws SQLException {
    String query = "select body, sender from note where id = ?";
    try (Connection connection = environment.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo(STORED.get(name));
        assertThat(row.getString(2)).isEqualTo("O'Brien \\ 👩");
        assertThat(row.next()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("refusedValues")
  void peerBug21WhatCannotBeStoredIsQuarantinedWithAReason(String name) throws SQLException {
    Refused expected = REFUSED.get(name);
    RecordMetadata at = sent.get("refused " + name);
    String query =
        """
        select f.rule, f.severity, f.message from assay.quarantine q
        join assay.finding f using (pipeline, topic, partition, record_offset)
        where q.pipeline = 'notes' and q.topic = ? and q.partition = ? and q.record_offset = ?
        """;
    try (Connection connection = environment.connect();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, at.topic());
      statement.setInt(2, at.partition());
      statement.setLong(3, at.offset());
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo(expected.rule());
        assertThat(row.getString(2)).isEqualTo("reject");
        assertThat(row.getString(3)).contains(expected.message());
        assertThat(row.next()).isFalse();
      }
    }
  }

  @Test
  void nothingElseIsStoredOrQuarantined() throws SQLException {
    try (Connection connection = environment.connect()) {
      assertThat(Ledger.number(connection, "select count(*) from note")).isEqualTo(STORED.size());
      assertThat(Ledger.number(connection, "select count(*) from assay.quarantine"))
          .isEqualTo(REFUSED.size());
    }
  }

  @Test
  void theRawTableHasEveryByte() {
    List<String> records =
        FedRecords.consume(TestServers.sandbox().bootstrapServers(), List.of(NOTES)).stream()
            .map(Lake::line)
            .sorted()
            .toList();
    assertThat(records).hasSize(STORED.size() + REFUSED.size());
    assertThat(new Lake(environment.lake()).raw(NOTES)).isEqualTo(records);
  }
}
