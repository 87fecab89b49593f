package io.assay.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.model.file.PipelineFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NestedProposalTest {

  @Test
  void listsBecomeChildTablesAndLinks() {
    Pipeline pipeline =
        propose(
            """
            {"id": 1, "lines": [{"sku": "a", "qty": 1, "discounts": [{"amount": 0.5}, {"amount": 0.5}]}, {"sku": "b", "qty": 2}], "tags": [{"id": 7, "name": "x"}, {"id": 8, "name": "y"}], "notes": ["n", "m"], "stock": {"2024-01-01": 3, "2024-01-02": 4}}
            {"id": 2, "lines": [{"sku": "a", "qty": 5}], "tags": [{"id": 7, "name": "x"}], "notes": []}
            """);

    assertThat(pipeline.tables())
        .extracting(Table::name)
        .containsExactlyInAnyOrder(
            "orders",
            "order_line",
            "order_line_discount",
            "tag",
            "order_tag",
            "order_note",
            "order_stock");
    assertThat(table(pipeline, "order_line").key()).containsExactly("order_id", "sku");
    assertThat(table(pipeline, "order_line_discount").key())
        .containsExactly("order_id", "order_line_sku", "position");
    assertThat(table(pipeline, "order_tag").key()).containsExactly("order_id", "tag_id");
    assertThat(table(pipeline, "order_note").key()).containsExactly("order_id", "note");
    assertThat(table(pipeline, "order_stock").key()).containsExactly("order_id", "date");
  }

  @Test
  void theSameEntityInTwoPlacesIsOneTable() {
    String text =
        Proposal.of(
                "proposed",
                SampleFile.read(
                    "matches",
                    "test",
                    """
                    {"id": 1, "home_team": {"id": 1, "name": "A"}, "away_team": {"id": 2, "name": "B"}, "venue": {"id": 1, "name": "V"}}
                    {"id": 2, "home_team": {"id": 2, "name": "B"}, "away_team": null, "venue": {"id": 2, "name": "W"}}
                    """,
                    ""))
            .text();
    Pipeline pipeline = PipelineFile.parse("test", text, Map.of());

    assertThat(text).contains("gather = [home_team, away_team]");
    assertThat(table(pipeline, "team").columns())
        .extracting(Table.Column::name)
        .containsExactlyInAnyOrder("id", "name");
    assertThat(table(pipeline, "matches").references())
        .extracting(reference -> reference.name() + " " + reference.table() + reference.columns())
        .contains("home_team team[home_team_id]", "away_team team[away_team_id]");
  }

  private static Table table(Pipeline pipeline, String name) {
    return pipeline.tables().stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Pipeline propose(String lines) {
    String text = Proposal.of("proposed", SampleFile.read("orders", "test", lines, "")).text();
    return PipelineFile.parse("test", text, Map.of());
  }
}
