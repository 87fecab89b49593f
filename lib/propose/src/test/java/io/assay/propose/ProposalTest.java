package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.file.PipelineFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProposalTest {

  @Test
  void flatRecordsBecomeOneTableWithTheIdAsKey() {
    String text =
        propose(
            """
            {"id": 1, "Full Name": "Ada", "born": "1815-12-10", "score": 1.5, "orderStatus": "open"}
            {"id": 2, "Full Name": "Alan", "born": "1912-06-23", "score": 2.25, "orderStatus": null}
            """);

    Pipeline pipeline = PipelineFile.parse("test", text, Map.of());
    assertThat(pipeline.tables())
        .singleElement()
        .satisfies(
            table -> {
              assertThat(table.key()).containsExactly("id");
              assertThat(table.columns())
                  .extracting("name")
                  .containsExactly("id", "full_name", "born", "score", "order_status");
              assertThat(table.columns())
                  .extracting(column -> column.type().sql())
                  .containsExactly("integer", "text", "date", "double precision", "text");
            });
  }

  @Test
  void changeEventsGiveTheTableThatChanges() {
    String text =
        Proposal.of(
                "shop",
                events(
                    "{\"id\":1}",
                    "{\"before\":null,\"after\":{\"id\":1,\"name\":\"Ada\"},\"source\":{\"ts_ms\":5,\"lsn\":9},\"op\":\"r\",\"ts_ms\":6}",
                    "{\"schema\":{},\"payload\":{\"id\":1}}",
                    "{\"schema\":{},\"payload\":{\"before\":null,\"after\":{\"id\":1,\"name\":\"Ada L.\"},\"source\":{\"ts_ms\":7,\"lsn\":11},\"op\":\"u\"}}",
                    "{\"id\":2}",
                    "{\"before\":{\"id\":2},\"after\":null,\"source\":{\"ts_ms\":8,\"lsn\":12},\"op\":\"d\"}",
                    "{\"id\":2}",
                    null))
            .text();
    RecordKind kind = PipelineFile.parse("test", text, Map.of()).records().get(0);

    assertThat(text)
        .contains("source { topics = [\"db.shop.customers\"], format = debezium }")
        .contains("sequence = [committed_at, lsn]")
        .contains("key { id = id }");
    assertThat(kind.tables()).singleElement().extracting("name").isEqualTo("customers");
    assertThat(kind.tables().get(0).key()).containsExactly("id");
    assertThat(kind.tables().get(0).columns()).extracting("name").containsExactly("id", "name");
  }

  @Test
  void changeEventsOfMysqlAreOrderedByItsLog() {
    String text =
        Proposal.of(
                "shop",
                events(
                    "{\"a\":1,\"b\":2}",
                    "{\"after\":{\"a\":1,\"b\":2},\"source\":{\"ts_ms\":5,\"file\":\"bin.01\",\"pos\":9},\"op\":\"c\"}",
                    "{\"a\":1,\"b\":3}",
                    "{\"after\":{\"a\":1,\"b\":3},\"source\":{\"ts_ms\":5,\"file\":\"bin.01\",\"pos\":19},\"op\":\"c\"}"))
            .text();

    assertThat(text).contains("sequence = [binlog_number, binlog_position]");
    assertThat(PipelineFile.parse("test", text, Map.of()).records()).hasSize(1);
  }

  @Test
  void oneRecordThatIsNoEventMakesThemOrdinaryRecords() {
    String text =
        Proposal.of(
                "shop",
                events(
                    null,
                    "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"ts_ms\":5}}",
                    null,
                    "{\"op\":\"buy\",\"id\":1}"))
            .text();

    assertThat(text).contains("format = json");
  }

  private static Sample events(String... keysAndValues) {
    List<SampleRecord> records = new ArrayList<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      records.add(
          SampleFile.read(bytes(keysAndValues[i]), bytes(keysAndValues[i + 1])).orElseThrow());
    }
    return new Sample("db.shop.customers", "a test", records, 0);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void nestedObjectsWithAnIdentityBecomeTables() {
    String text =
        propose(
            """
            {"number": 7, "customer": {"id": "c1", "name": "Ada", "address": {"city": "London"}}, "ship": {"city": "Paris"}}
            {"number": 8, "customer": {"id": "c1", "name": "Ada", "address": {"city": "London"}}, "ship": {"city": "Rome"}}
            """);

    assertThat(text).contains("customer_address_city", "ship_city");
    Pipeline pipeline = PipelineFile.parse("test", text, Map.of());
    assertThat(pipeline.tables()).extracting("name").containsExactly("customer", "events");
    assertThat(pipeline.tables().get(1).references())
        .singleElement()
        .extracting("table")
        .isEqualTo("customer");
  }

  static String propose(String lines) {
    String text = Proposal.of("proposed", SampleFile.read("events", "test", lines, "")).text();
    return text;
  }
}
