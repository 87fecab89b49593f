package io.assay.flow.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Columns are led back to the parts of records that the definition takes them from. */
class TableLineageTest {
  private static final Pipeline ORDERS =
      PipelineFile.parse(
          "orders.conf",
          """
          pipeline = orders
          source { topics = [orders, returns], format = json }
          records {
            order {
              when = "_topic = 'orders'"
              filter = "state = 'draft'"
              fields {
                id     { from = "order.id", type = text }
                state  { from = state, type = text }
                phone  { coalesce = [mobile, "contact.phone"], type = text }
                trace  { header = trace, type = text }
                tenant { key = true, type = text }
                source { constant = web, type = text }
                label  { sql = "concat(id, '/', tenant)", type = text }
                lines  { from = lines, type = list, fields {
                  sku    { from = "article.sku", type = text }
                  amount { from = amount, type = integer }
                } }
              }
              tables {
                customer { key = [phone], columns { phone = phone }, when = "phone is not null" }
                order_line {
                  each = lines
                  key = [order_id, place]
                  columns { order_id = id, place = "lines._index", sku = "lines.sku", double { sql = "lines.amount * 2", type = integer } }
                }
                purchase {
                  key = [id]
                  columns { id = id, trace = trace, source = source, label = label, at { sql = "_timestamp", type = timestamp }, again { sql = "filter(array(1), x -> x > length(state))[0]", type = integer } }
                }
              }
              root = purchase
            }
          }
          """,
          Map.of());

  @Test
  void aColumnComesFromWhatItsFieldsComeFrom() {
    assertThat(sources("purchase", "id")).containsExactly("value.order.id IDENTITY");
    assertThat(sources("purchase", "trace")).containsExactly("headers.trace IDENTITY");
    assertThat(sources("purchase", "at")).containsExactly("timestamp IDENTITY");
    assertThat(sources("purchase", "source")).isEmpty();
    assertThat(sources("customer", "phone"))
        .containsExactly("value.contact.phone IDENTITY", "value.mobile IDENTITY");
  }

  @Test
  void aComputedColumnComesFromAllThatItIsComputedFrom() {
    assertThat(sources("purchase", "label"))
        .containsExactly("key TRANSFORMATION", "value.order.id TRANSFORMATION");
    assertThat(sources("purchase", "again")).containsExactly("value.state TRANSFORMATION");
  }

  @Test
  void aColumnOfAnElementComesFromMembersOfTheList() {
    assertThat(sources("order_line", "order_id")).containsExactly("value.order.id IDENTITY");
    assertThat(sources("order_line", "place")).containsExactly("value.lines TRANSFORMATION");
    assertThat(sources("order_line", "sku")).containsExactly("value.lines.article.sku IDENTITY");
    assertThat(sources("order_line", "double"))
        .containsExactly("value.lines.amount TRANSFORMATION");
  }

  @Test
  void whatDecidesAboutARowIsToldTooAndWhichTopicsCanGiveOne() {
    TableLineage.Part customer = part("customer");

    assertThat(texts(customer.filters()))
        .containsExactly(
            "topic FILTER",
            "value.contact.phone FILTER",
            "value.mobile FILTER",
            "value.state FILTER");
    assertThat(customer.topics()).containsExactly("orders");
  }

  /** Every table of the shipped pipelines is made from something, by each kind that fills it. */
  @Test
  void theShippedPipelinesAreUnderstood() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("../../conf/pipelines"))) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*(?<!\\.cases)\\.conf")).toList()) {
        for (TableLineage table : TableLineage.of(PipelineFile.parse(file))) {
          assertThat(table.parts())
              .as(file + ": " + table.table())
              .isNotEmpty()
              .allMatch(part -> part.columns().values().stream().anyMatch(from -> !from.isEmpty()));
        }
      }
    }
  }

  private static Set<String> sources(String table, String column) {
    return texts(part(table).columns().get(column));
  }

  private static TableLineage.Part part(String table) {
    return TableLineage.of(ORDERS).stream()
        .filter(lineage -> lineage.table().equals(table))
        .findFirst()
        .orElseThrow()
        .parts()
        .get(0);
  }

  private static Set<String> texts(Set<ColumnSource> sources) {
    return sources.stream()
        .map(source -> source.field() + " " + source.use())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
