package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Enumeration;
import io.assay.model.ColumnType.Nested;
import io.assay.model.Field;
import io.assay.model.Pipeline;
import io.assay.model.Table;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Fields and columns that are one of several texts. */
class EnumTest {
  private static final Enumeration STATES = new Enumeration(Set.of("new", "paid", "on hold"));

  private static final Example DECLARED =
      new Example(
          "orders.conf",
          """
          pipeline = orders
          source { topics = [orders], format = json }
          records {
            order {
              fields {
                id     { from = id, type = text }
                state  { from = state, type = enum, symbols = [new, paid, on hold] }
                states { from = states, type = "enum[]", symbols = [new, paid, on hold] }
                by     { from = by, type = map, of = enum, symbols = [new, paid, on hold] }
                lines  { from = lines, type = list, fields { state { from = s, type = enum, symbols = [new, paid, on hold] } } }
              }
              tables { orders { key = [id], columns { id = id, state = state, last { sql = "element_at(states, -1)", type = enum, symbols = [new, paid, on hold] } } } }
            }
          }
          """);

  private static final Example OF_A_SCHEMA =
      new Example(
          "orders.conf",
          """
          pipeline = orders
          source {
            topics = [orders], format = avro
            avro { reader-schema = QUOTES{"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "id", "type": "string"},
              {"name": "state", "type": ["null", {"type": "enum", "name": "State", "symbols": ["new", "paid"]}]},
              {"name": "before", "type": {"type": "array", "items": "shop.State"}},
              {"name": "lines", "type": {"type": "array", "items": {"type": "record", "name": "Line", "fields": [
                {"name": "state", "type": "State"}, {"name": "tax", "type": {"type": "map", "values": {"type": "enum", "name": "Tax", "symbols": ["full", "half"]}}}]}}}
            ]}QUOTES }
          }
          records {
            order {
              fields {
                id     { from = id, type = text }
                state  { from = state, type = enum }
                before { from = before, type = "enum[]" }
                lines  { from = lines, type = list, fields { state { from = state, type = enum }, tax { from = tax, type = map, of = enum } } }
              }
              tables { orders { key = [id], columns { id = id, state = state } } }
            }
          }
          """
              .replace("QUOTES", "\"\"\""));

  @Test
  void symbolsAreDeclaredWhereverATypeIs() {
    Pipeline pipeline = DECLARED.pipeline();

    assertThat(type(pipeline, "state")).isEqualTo(STATES);
    assertThat(type(pipeline, "states")).isEqualTo(new ColumnType.Array(STATES));
    assertThat(element(pipeline, "by", Nested.VALUE)).isEqualTo(STATES);
    assertThat(element(pipeline, "lines", "state")).isEqualTo(STATES);
    Table orders = pipeline.kind("order").rootTable();
    assertThat(orders.column("state").map(Table.Column::type)).contains(STATES);
    assertThat(orders.column("last").map(Table.Column::type)).contains(STATES);
  }

  @Test
  void whatIsRenderedReadsTheSame() {
    Pipeline pipeline = DECLARED.pipeline();
    String text = Rendered.of(pipeline).text();

    assertThat(text).contains("symbols");
    assertThat(Rendered.of(PipelineFile.parse("rendered", text, Map.of())).text()).isEqualTo(text);
  }

  @Test
  void aFieldHasTheSymbolsOfTheSchemaThatTheFileGives() {
    Pipeline pipeline = OF_A_SCHEMA.pipeline();

    Enumeration state = new Enumeration(Set.of("new", "paid"));
    assertThat(type(pipeline, "state")).isEqualTo(state);
    assertThat(type(pipeline, "before")).isEqualTo(new ColumnType.Array(state));
    assertThat(element(pipeline, "lines", "state")).isEqualTo(state);
    ColumnType tax = element(pipeline, "lines", "tax");
    assertThat(((Nested) tax).fields())
        .extracting(Field::type)
        .containsExactly(new Enumeration(Set.of("full", "half")));
  }

  @Test
  void anEnumWithoutSymbolsIsAFault() {
    assertThat(DECLARED.with("enum, symbols = [new, paid, on hold]", "enum").pipelineFault())
        .isEqualTo(
            "orders.conf:7: records.order.fields.state: says nothing about the symbols of the enum state."
                + " Write symbols = [ … ]. Only for what is an enum in the Avro schema that the file gives (reader-schema, or else schema) they are known.");
    assertThat(
            DECLARED
                .with("-1)\", type = enum, symbols = [new, paid, on hold]", "-1)\", type = enum")
                .pipelineFault())
        .isEqualTo(
            "orders.conf:12: records.order.tables.orders.columns.last: has no symbols. Give it one, such as symbols = [new, paid].");
  }

  @Test
  void whatIsNoEnumInTheSchemaHasNoSymbolsThere() {
    assertThat(OF_A_SCHEMA.with("from = id, type = text", "from = id, type = enum").pipelineFault())
        .contains("records.order.fields.id: says nothing about the symbols of the enum id.");
  }

  @Test
  void onlyAnEnumHasSymbols() {
    assertThat(
            DECLARED
                .with("from = id, type = text", "from = id, type = text, symbols = [a]")
                .pipelineFault())
        .isEqualTo(
            "orders.conf:6: records.order.fields.id.symbols: only for enum. Take it out, or change the type.");
  }

  @Test
  void aSymbolThatIsNeverReadIsAFault() {
    assertThat(DECLARED.with("on hold", "\" on hold\"").pipelineFault())
        .isEqualTo(
            "orders.conf:7: records.order.fields.state.symbols = ' on hold': a value that is never read: blank text is null, and white space around text is taken off. Take the white space out.");
  }

  @Test
  void symbolsThatAreNoListAreOneFault() {
    assertThat(
            DECLARED
                .with("enum, symbols = [new, paid, on hold]", "enum, symbols = new")
                .pipelineFault())
        .isEqualTo(
            "orders.conf:7: records.order.fields.state.symbols: not a list. Write symbols = [ … ].");
  }

  @Test
  void aDefaultIsASymbol() {
    assertThat(
            DECLARED
                .with("type = enum, symbols", "type = enum, default = old, symbols")
                .pipelineFault())
        .isEqualTo(
            "orders.conf:7: records.order.fields.state.default = old: not of type enum of new, paid, on hold. Write such a value.");
  }

  @Test
  void whatIsLookedUpIsNoEnum() {
    assertThat(
            DECLARED
                .with(
                    "sql = \"element_at(states, -1)\"",
                    "lookup { table = t, key { s = id }, column = c }")
                .pipelineFault())
        .isEqualTo(
            "orders.conf:12: records.order.tables.orders.columns.last.type = enum: not beside lookup: the other table decides what it holds. Write text.");
  }

  private static ColumnType type(Pipeline pipeline, String field) {
    return pipeline.kind("order").field(field).orElseThrow().type();
  }

  private static ColumnType element(Pipeline pipeline, String list, String field) {
    Optional<Field> found = ((Nested) type(pipeline, list)).field(field);
    return found.orElseThrow().type();
  }
}
