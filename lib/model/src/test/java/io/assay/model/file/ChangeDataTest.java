package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Deletion;
import io.assay.model.Deletion.Mode;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Table.Keep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a file says about order, deletions and histories. */
class ChangeDataTest {
  private static final Example SHOP =
      new Example(
          "shop.conf",
          """
          pipeline = shop
          source { topics = [customers, orders], format = json }
          records {
            customer {
              when = "_topic = 'customers'"
              fields { id { from = id, type = integer }, name { from = name, type = text }, at { from = at, type = timestamp }, lsn { from = lsn, type = bigint } }
              sequence = [at, lsn]
              delete { when = "_tombstone", key { id = id }, truncate = "_key = 'all'", mode = soft, remember = 12 hours }
              root = customer
              tables {
                customer { key = [id], columns { id = id, name = name } }
                customer_history { key = [id], columns { id = id, name = name }, history = true }
              }
            }
            order {
              fields { id { from = id, type = integer }, customer { from = customer, type = integer } }
              delete { when = "_tombstone", key { id = "cast(_key as int)" } }
              tables { orders { key = [id], columns { id = id, customer = customer }, references { customer { columns = [customer] } } } }
            }
          }
          """);

  @Test
  void aKindReadsAsWritten() {
    Pipeline pipeline = SHOP.pipeline();
    RecordKind customer = pipeline.kind("customer");

    assertThat(customer.sequence()).containsExactly("at", "lsn");
    assertThat(customer.delete())
        .contains(
            new Deletion(
                "_tombstone",
                Map.of("id", "id"),
                Optional.of("_key = 'all'"),
                Mode.SOFT,
                Duration.ofHours(12)));
    assertThat(customer.table("customer_history").orElseThrow().keep()).isEqualTo(Keep.HISTORY);
    assertThat(pipeline.deletesSoftly("customer")).isTrue();
    assertThat(pipeline.deletesSoftly("customer_history")).isFalse();
    assertThat(pipeline.deletionMemory("orders")).contains(Deletion.MEMORY);
    assertThat(pipeline.deletionMemory("customer_history")).isEmpty();
  }

  @Test
  void whatIsRenderedReadsAsTheSameAgain() {
    Rendered rendered = Rendered.of(SHOP.pipeline());

    Pipeline again = PipelineFile.parse("again", rendered.text(), Map.of());

    assertThat(Rendered.of(again)).isEqualTo(rendered);
    assertThat(again.kind("customer").delete())
        .isEqualTo(SHOP.pipeline().kind("customer").delete());
    assertThat(again.kind("customer").sequence()).containsExactly("at", "lsn");
  }

  @Test
  void everyFieldOfASequenceIsAFieldWithAnOrder() {
    assertThat(SHOP.with("sequence = [at, lsn]", "sequence = [name, lsm]").pipelineFaults())
        .containsExactly(
            "shop.conf:7: records.customer.sequence = lsm: no such field. Did you mean lsn?",
            "shop.conf:7: records.customer.sequence = name: a field of type text. A sequence is of type integer, bigint, date or timestamp.");
  }

  @Test
  void nothingRefersToATableWithHistory() {
    assertThat(
            SHOP.with(
                    "customer { columns = [customer] }",
                    "customer { columns = [customer], table = customer_history }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:18: records.order.tables.orders.references.customer.table = customer_history: a table with history, in which several rows have one key. Refer to a table without; one kind can fill both.");
  }

  @Test
  void aTableWithHistoryHasTheKeyOfTheRootWhereTheKindDeletes() {
    assertThat(
            SHOP.with(
                    "customer_history { key = [id], columns { id = id, name = name }",
                    "customer_history { key = [name], columns { id = id, name = name }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:12: records.customer.tables.customer_history.key = name: not computed as the key of the root customer is, so deletions would not find the versions that they end. Give both the same key columns, in the same order.");
  }

  @Test
  void aTableWithHistoryKeepsEveryVersionAndHasColumnsOfItsOwn() {
    assertThat(SHOP.with("history = true", "history = true, keep = first").pipelineFault())
        .isEqualTo(
            "shop.conf:12: records.customer.tables.customer_history.keep: a table with history keeps every version. Take it out.");
    assertThat(SHOP.with("name = name }, history", "current = name }, history").pipelineFault())
        .isEqualTo(
            "shop.conf:12: records.customer.tables.customer_history.columns.current: a column that every table with history has. Choose another name.");
    assertThat(SHOP.with("history = true", "keep = history").pipelineFault())
        .startsWith(
            "shop.conf:12: records.customer.tables.customer_history.keep = history: not one of the values that may stand here.");
  }

  @Test
  void aRootWithHistoryKeepsWhatIsDeletedAnyway() {
    Example root =
        SHOP.with("customer { key = [id], columns { id = id, name = name } }", "")
            .with("root = customer", "root = customer_history")
            .with("references { customer { columns = [customer] } }", "");

    assertThat(root.pipelineFault())
        .isEqualTo(
            "shop.conf:8: records.customer.delete.mode = soft: the root has a history, which keeps what is deleted. Take it out, or take history out.");
    assertThat(root.with("mode = soft, ", "").pipeline().kind("customer").rootTable().keep())
        .isEqualTo(Keep.HISTORY);
    assertThat(
            root.with("mode = soft, ", "")
                .with("root =", "rules { one-name { unique = [name] } }, root =")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:9: records.customer.rules.one-name.unique: the root has a history, in which versions repeat their values. Make a table without history the root.");
  }

  @Test
  void kindsThatDeleteRowsOfOneTableDoItAlike() {
    String other =
        "other { when = \"_topic = 'x'\", fields { id { from = id, type = integer }, name { from = name, type = text }, at { from = at, type = timestamp }, lsn { from = lsn, type = bigint } }, "
            + "sequence = [at, lsn], delete { when = \"_tombstone\", key { id = id } }, tables { customer { key = [id], columns { id = id, name = name } } } }\n  order {";

    assertThat(SHOP.with("order {", other).pipelineFaults())
        .isEqualTo(
            List.of(
                "shop.conf:15: records.other.delete: the kind customer deletes rows of the table customer too, and its mode is soft. Write the same mode in both."));
  }

  @Test
  void theExamplesOfTheDocumentationParse() throws IOException {
    String page = Files.readString(Path.of("../../docs/change-data.md"));
    List<String> examples =
        Pattern.compile("(?m)^(?:    .*\n)+")
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .filter(text -> !text.strip().startsWith("select"))
            .toList();

    assertThat(examples).hasSize(3);
    String fields =
        """
        fields {
          id { from = id, type = integer }
          name { from = name, type = text }
          changed_at { from = "_source.ts_ms", type = timestamp, unit = millis }
          lsn { from = "_source.lsn", type = bigint }
        }
        root = customer
        """;
    Pipeline pipeline =
        PipelineFile.parse(
            "change-data.md",
            "pipeline = customers\nsource { topics = [customers], format = debezium }\nrecords { customer {\n"
                + fields
                + String.join("\n", examples)
                + "\n} }",
            Map.of());
    assertThat(pipeline.tables()).hasSize(2);
    assertThat(pipeline.deletesSoftly("customer")).isTrue();
  }
}
