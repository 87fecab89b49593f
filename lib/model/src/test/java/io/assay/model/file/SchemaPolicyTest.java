package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.SchemaPolicy;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import io.assay.model.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a file may say about changes of tables. */
class SchemaPolicyTest {
  private static final Example SHOP =
      new Example(
          "shop.conf",
          """
          pipeline = shop
          source { topics = [orders], format = json }
          schema-change { }
          records {
            order {
              fields { id { from = id, type = text }, at { from = place, type = text } }
              root = orders
              tables {
                place  { key = [name], columns { name = at }, when = "at is not null" }
                orders {
                  key = [id]
                  columns { id = id, at { sql = at, type = text } }
                  references { place { columns = [at] } }
                }
              }
            }
          }
          """);

  @ParameterizedTest
  @EnumSource(Change.class)
  void withoutAWordTheDefaultHolds(Change change) {
    assertThat(policy(SHOP, "orders").action(change)).isEqualTo(change.fallback());
  }

  @Test
  void theTableHasTheLastWordAndThePipelineTheOneBefore() {
    Example both =
        SHOP.with("schema-change { }", "schema-change { drop = ignore, widen = fail }")
            .with("key = [id]", "key = [id], schema-change { drop = lenient }");

    assertThat(policy(both, "orders").action(Change.DROP)).isEqualTo(Action.LENIENT);
    assertThat(policy(both, "orders").action(Change.WIDEN)).isEqualTo(Action.FAIL);
    assertThat(policy(both, "place").action(Change.DROP)).isEqualTo(Action.IGNORE);
  }

  @Test
  void onlyTheRootHearsOfUnknownFields() {
    Example warned = SHOP.with("schema-change { }", "schema-change { unknown-field = warn }");

    assertThat(policy(warned, "orders").action(Change.UNKNOWN_FIELD)).isEqualTo(Action.WARN);
    assertThat(policy(warned, "place").action(Change.UNKNOWN_FIELD)).isEqualTo(Action.IGNORE);
    assertThat(
            SHOP.with("key = [name]", "key = [name], schema-change { unknown-field = warn }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:9: records.order.tables.place.schema-change.unknown-field: not the root. Say it in the root table, or for the whole pipeline.");
  }

  @Test
  void theRootIsNeverLeftOut() {
    assertThat(
            SHOP.with("key = [id]", "key = [id], schema-change { new-table = ignore }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:11: records.order.tables.orders.schema-change.new-table = ignore: the root decides about its records. Write apply or fail.");
  }

  @Test
  void aTableThatOthersReferenceIsNeverLeftOut() {
    assertThat(
            SHOP.with("schema-change { }", "schema-change { new-table = ignore }").pipelineFault())
        .isEqualTo(
            "shop.conf:9: records.order.tables.place: new-table = ignore, but other tables reference it. Give it schema-change { new-table = apply } or fail.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add-column | warn | only unknown-field can be no more than told. Choose from apply, lenient, quarantine, ignore, fail.",
        "widen | ignore | values would be lost or refused without a word. Choose from apply, quarantine, fail.",
        "widen | lenient | there is nothing between doing it and leaving it. Choose from apply, quarantine, fail.",
        "narrow | quarantine | no single record is at fault for it. Choose from apply, lenient, fail.",
        "rename | ignore | values would be lost or refused without a word. Choose from apply, fail.",
        "drop | quarantine | no single record is at fault for it. Choose from apply, lenient, ignore, fail.",
        "nullability | ignore | values would be lost or refused without a word. Choose from apply, lenient, quarantine, fail.",
        "reference | lenient | there is nothing between doing it and leaving it. Choose from apply, fail.",
        "new-table | quarantine | no single record is at fault for it. Choose from apply, ignore, fail.",
        "unknown-field | lenient | there is nothing between doing it and leaving it. Choose from apply, quarantine, ignore, warn, fail."
      })
  void aCombinationThatMeansNothingIsRefusedWithASentence(
      String change, String action, String sentence) {
    assertThat(
            SHOP.with("schema-change { }", "schema-change { %s = %s }".formatted(change, action))
                .pipelineFault())
        .isEqualTo(
            "shop.conf:3: schema-change.%s = %s: not for this change: %s"
                .formatted(change, action, sentence));
  }

  @Test
  void aWordThatIsNoActionIsNearOne() {
    assertThat(SHOP.with("schema-change { }", "schema-change { drop = ignroe }").pipelineFault())
        .isEqualTo(
            "shop.conf:3: schema-change.drop = ignroe: not one of the values that may stand here. Did you mean ignore?");
  }

  @Test
  void aColumnTellsItsFormerName() {
    Example renamed =
        SHOP.with("{ sql = at, type = text }", "{ sql = at, type = text, was = spot }");

    assertThat(orders(renamed).column("at").orElseThrow().was()).contains("spot");
    assertThat(orders(SHOP).column("at").orElseThrow().was()).isEmpty();
  }

  @Test
  void aFormerNameIsNotTheNameOfAColumn() {
    assertThat(
            SHOP.with("{ sql = at, type = text }", "{ sql = at, type = text, was = id }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:10: records.order.tables.orders: has a column id, and at says that it was id. Take the was of at out, or the column id.");
    assertThat(
            SHOP.with("{ sql = at, type = text }", "{ sql = at, type = text, was = at }")
                .pipelineFault())
        .isEqualTo(
            "shop.conf:12: records.order.tables.orders.columns.at.was: the name that it has now. Take it out.");
  }

  @Test
  void anotherPolicyIsAnotherVersionAndAWrittenDefaultIsNot() {
    String version = Rendered.of(SHOP.pipeline()).version();

    assertThat(
            Rendered.of(SHOP.with("schema-change { }", "schema-change { drop = fail }").pipeline())
                .version())
        .isEqualTo(version);
    assertThat(
            Rendered.of(
                    SHOP.with("schema-change { }", "schema-change { drop = ignore }").pipeline())
                .version())
        .isNotEqualTo(version);
  }

  private static SchemaPolicy policy(Example example, String table) {
    return example.pipeline().kind("order").table(table).orElseThrow().schemaPolicy();
  }

  private static Table orders(Example example) {
    return example.pipeline().kind("order").rootTable();
  }
}
