package io.assay.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Format;
import io.assay.model.Format.EventEncoding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeEventsTest {
  private static final Format EVENTS = new Format.Debezium(EventEncoding.JSON);

  private static final String TYPES =
      """
      {"type": "struct", "fields": [
        {"type": "int32", "field": "day", "name": "io.debezium.time.Date"},
        {"type": "int64", "field": "at", "name": "io.debezium.time.MicroTimestamp"},
        {"type": "int64", "field": "seen", "name": "org.apache.kafka.connect.data.Timestamp"},
        {"type": "string", "field": "zoned", "name": "io.debezium.time.ZonedTimestamp"},
        {"type": "bytes", "field": "fee", "name": "org.apache.kafka.connect.data.Decimal", "parameters": {"scale": "2"}},
        {"type": "struct", "field": "any", "name": "io.debezium.data.VariableScaleDecimal", "fields": [
          {"type": "int32", "field": "scale"}, {"type": "bytes", "field": "value"}]},
        {"type": "string", "field": "doc", "name": "io.debezium.data.Json"},
        {"type": "array", "field": "days", "items": {"type": "int32", "name": "io.debezium.time.Date"}},
        {"type": "int64", "field": "plain"}
      ], "field": "%s"}
      """;

  private static final String ROW =
      """
      {"day": 18262, "at": 1577836800000001, "seen": 1577836800001, "zoned": "2020-01-01T00:00:00Z",
       "fee": "AJY=", "any": {"scale": 3, "value": "BdwA"}, "doc": "{\\"a\\": [1.50]}", "days": [0, null], "plain": 5}
      """;

  @Test
  void aRowIsFlatWithTheEventBesideIt() {
    Translated event =
        Translated.value(
            EVENTS,
            """
            {"before": {"id": 1}, "after": {"id": 1, "name": "a"}, "source": {"lsn": 7}, "op": "u", "ts_ms": 9}
            """);

    assertThat(event)
        .returns("u", Translated::operation)
        .returns(false, Translated::ignored)
        .returns(
            "{\"id\": 1, \"name\": \"a\",\"_op\":\"u\",\"_ts_ms\":9,\"_source\":{\"lsn\": 7},\"_before\":{\"id\": 1}}",
            Translated::json);
  }

  @Test
  void aDeleteHasTheRowBeforeIt() {
    assertThat(
            Translated.value(
                EVENTS, "{\"payload\": {\"before\": {\"id\": 1}, \"after\": null, \"op\": \"d\"}}"))
        .returns("d", Translated::operation)
        .returns(
            "{\"id\": 1,\"_op\":\"d\",\"_ts_ms\":null,\"_source\":null,\"_before\":{\"id\": 1}}",
            Translated::json);
  }

  @Test
  void aTruncateHasNoRow() {
    assertThat(Translated.value(EVENTS, "{\"payload\": {\"source\": {}, \"op\": \"t\"}}"))
        .returns("t", Translated::operation)
        .returns("{\"_op\":\"t\",\"_ts_ms\":null,\"_source\":{}}", Translated::json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": \"BEGIN\", \"id\": \"571:5\", \"event_count\": null}",
        "{\"schema\": {}, \"payload\": {\"status\": \"END\", \"id\": \"571:5\"}}",
        "{\"payload\": {\"op\": \"m\", \"message\": {\"prefix\": \"foo\"}}}",
        "{\"ts_ms\": 1700000000000}",
        "{\"schema\": {}, \"payload\": {\"ts_ms\": 1, \"ts_us\": 1000, \"ts_ns\": 1000000}}",
        "{\"source\": {\"db\": \"shop\"}, \"ts_ms\": 1, \"databaseName\": \"shop\", \"schemaName\": null, \"ddl\": \"create table t (id int)\", \"tableChanges\": []}"
      })
  void whatIsNotAboutARowIsIgnored(String text) {
    assertThat(Translated.value(EVENTS, text))
        .returns(true, Translated::ignored)
        .returns(null, Translated::json)
        .returns(null, Translated::fault);
  }

  @Test
  void theSchemaAroundItGivesLogicalTypesTheirTexts() {
    Translated event =
        Translated.value(
            EVENTS,
            """
            {"schema": {"type": "struct", "fields": [%s, %s]},
             "payload": {"before": %s, "after": %s, "op": "c", "ts_ms": 1}}
            """
                .formatted(TYPES.formatted("before"), TYPES.formatted("after"), ROW, ROW));

    String row =
        "\"day\":\"2020-01-01\",\"at\":\"2020-01-01T00:00:00.000001\",\"seen\":\"2020-01-01T00:00:00.001Z\","
            + "\"zoned\":\"2020-01-01T00:00:00Z\",\"fee\":1.50,\"any\":384.000,\"doc\":{\"a\": [1.50]},"
            + "\"days\":[\"1970-01-01\",null],\"plain\":5";
    assertThat(event.fault()).isNull();
    assertThat(event.json())
        .isEqualTo(
            "{" + row + ",\"_op\":\"c\",\"_ts_ms\":1,\"_source\":null,\"_before\":{" + row + "}}");
  }

  @Test
  void withoutASchemaValuesAreAsTheyAreWritten() {
    assertThat(Translated.value(EVENTS, "{\"after\": " + ROW.strip() + ", \"op\": \"r\"}").json())
        .startsWith("{\"day\": 18262, \"at\": 1577836800000001,");
  }

  @Test
  void aColumnThatIsCalledPayloadIsNoEnvelope() {
    assertThat(
            Translated.value(
                    EVENTS, "{\"after\": {\"id\": 1}, \"op\": \"c\", \"payload\": {\"op\": \"d\"}}")
                .operation())
        .isEqualTo("c");
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("[]", "the value is no JSON object"),
        Arguments.of("{\"a\": 1}", "the value is no change event: it has neither op nor status"),
        Arguments.of("{\"payload\": null}", "the payload is no object"),
        Arguments.of("{\"op\": \"x\"}", "op is 'x', none of c, r, u, d, t and m"),
        Arguments.of("{\"op\": \"u\", \"after\": null}", "op is 'u', but after is null"),
        Arguments.of("{\"op\": \"u\", \"after\": 1}", "after is no object"),
        Arguments.of("{\"op\": \"d\", \"before\": []}", "before is no object"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void whatIsNoChangeEventIsAFault(String text, String fault) {
    assertThat(Translated.value(EVENTS, text)).returns(fault, Translated::fault);
  }

  @Test
  void aValueThatPostgresqlDidNotSendIsNotReplacedByItsPlaceholder() {
    assertThat(
            Translated.value(
                    EVENTS,
                    "{\"op\": \"u\", \"after\": {\"id\": 1, \"doc\": [\"__debezium_unavailable_value\"]}}")
                .fault())
        .startsWith("the event lacks the column doc, whose large value was not changed;");
    assertThat(
            Translated.value(
                    EVENTS,
                    "{\"op\": \"u\", \"after\": {\"id\": 1, \"raw\": \"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"}}")
                .fault())
        .startsWith("the event lacks the column raw");
  }

  @Test
  void numbersThatFitNoLogicalTypeAreAFault() {
    String text =
        """
        {"schema": {"type": "struct", "fields": [{"field": "after", "fields": [
           {"field": "at", "type": "int64", "name": "io.debezium.time.Timestamp"}]}]},
         "payload": {"after": {"at": 123456789012345678901234567890}, "op": "c"}}
        """;
    assertThat(Translated.value(EVENTS, text).fault()).contains("out of range of long");
  }

  @Test
  void aKeyMayHaveASchemaAroundIt() {
    String text =
        """
        {"schema": {"type": "struct", "fields": [{"field": "day", "type": "int32", "name": "io.debezium.time.Date"}]},
         "payload": {"day": 1}}
        """;
    assertThat(Translated.key(EVENTS, text).keyJson()).isEqualTo("{\"day\":\"1970-01-02\"}");
    assertThat(Translated.key(EVENTS, "{\"day\": 1}").keyJson()).isEqualTo("{\"day\":1}");
    assertThat(Translated.key(EVENTS, "{\"schema\": null, \"payload\": 5}").keyJson())
        .isEqualTo("{\"value\":5}");
  }

  @Test
  void aKeyThatIsNoneIsAFault() {
    assertThat(Translated.key(EVENTS, "{"))
        .returns(null, Translated::keyJson)
        .satisfies(key -> assertThat(key.keyFault()).startsWith("the value is no JSON: "));
  }
}
