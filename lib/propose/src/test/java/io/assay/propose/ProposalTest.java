package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
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
                  .containsExactly("integer", "text", "date", "numeric(7,2)", "text");
            });
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
