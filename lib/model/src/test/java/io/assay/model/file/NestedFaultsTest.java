package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about lists, and about the tables of their elements. */
class NestedFaultsTest {
  @Test
  void aListSaysWhatItsElementsHold() {
    assertThat(
            Example.nestedFile()
                .with(", fields { code { from = code, type = text } } }", " }")
                .with("each = lines.discounts", "each = lines.names")
                .with("code = \"discounts.code\"", "code = \"names.value\"")
                .pipelineFault())
        .isEqualTo(
            "19: records.order.fields.lines.fields.discounts: has no fields. Give it one, such as fields { sku { from = sku, type = text } }.");
  }

  @Test
  void aMapSaysWhatItsValuesAre() {
    assertThat(Example.nestedFile().with("type = map, of = text", "type = map").pipelineFault())
        .isEqualTo(
            "18: records.order.fields.lines.fields.names: says nothing about the values of the map. Give fields { … } for objects, or of = <type> for values of one type.");
  }

  @Test
  void onlyAMapIsOfAType() {
    assertThat(
            Example.nestedFile()
                .with("type = text, keep-blank = true", "type = text, of = text")
                .pipelineFault())
        .isEqualTo(
            "14: records.order.fields.lines.fields.sku.of: only for lists and maps. Take it out, or change the type.");
  }

  @Test
  void aFieldOfAnElementIsFromAMember() {
    assertThat(
            Example.nestedFile()
                .with("sku       { from = sku,", "sku { sql = \"upper(x)\",")
                .pipelineFaults())
        .contains(
            "14: records.order.fields.lines.fields.sku: has no from. Give it one, such as from = \"price.amount\".",
            "14: records.order.fields.lines.fields.sku.sql: unknown key. Choose from from, type, fields, of, symbols, formats, unit, ambiguity, keep-blank, encoding.");
  }

  @Test
  void encodingIsForBinary() {
    assertThat(
            Example.nestedFile()
                .with("type = text, keep-blank = true", "type = text, encoding = hex")
                .pipelineFault())
        .isEqualTo(
            "14: records.order.fields.lines.fields.sku.encoding: only for binary. Take it out, or change the type.");
  }

  @Test
  void csvHasNoLists() {
    assertThat(
            Example.pipelineFile()
                .with("from = fee, type = \"decimal(9,2)\"", "from = fee, type = \"text[]\"")
                .with("fee-bounds  { field = fee, range = [0, null], severity = warn }", "")
                .pipelineFault())
        .isEqualTo(
            "25: records.reader.fields.fee.type = text[]: a line of CSV has no lists. Read it as text; an array can be computed: sql = \"split(…, ',')\".");
  }

  @Test
  void eachNamesAList() {
    assertThat(
            Example.nestedFile()
                .with("each = lines, key = [sku]", "each = line, key = [sku]")
                .pipelineFaults())
        .contains(
            "29: records.order.tables.product.each = line: no such list. Did you mean lines?");
  }

  @Test
  void eachIsNoPlainField() {
    assertThat(
            Example.nestedFile()
                .with("each = tags, key", "each = order_id, key")
                .with("tag = tags }\n", "tag = order_id }\n")
                .pipelineFaults())
        .containsExactly(
            "48: records.order.tables.order_tag.each = order_id: order_id is of type text, and no list. Choose a list, a map or an array.");
  }

  @Test
  void aNameOnTheWayMeansOneThingOnly() {
    assertThat(
            Example.nestedFile()
                .with(
                    "      attributes {",
                    "      discounts { from = x, type = text }\n      attributes {")
                .pipelineFaults())
        .contains(
            "43: records.order.tables.discount.each = lines.discounts: discounts is the name of something else too, so its use would not be clear. Give one of them another name.");
  }

  @Test
  void theRootHasNoEach() {
    assertThat(
            Example.nestedFile()
                .with("orders { key = [order_id]", "orders { each = tags, key = [order_id]")
                .pipelineFaults())
        .contains(
            "28: records.order.tables.orders.each: not for the root: its key identifies the whole record. Make another table the root, or split the record before it comes here.");
  }

  @Test
  void aListHasNoColumn() {
    assertThat(
            Example.nestedFile()
                .with("photo = photo } }", "photo = photo, lines = lines } }")
                .pipelineFault())
        .isEqualTo(
            "28: records.order.tables.orders.columns.lines = lines: a list has no column of its own. Give its elements a table, with each = lines; or read it as type = json.");
  }

  @Test
  void aColumnOfAnElementIsSpelledRight() {
    assertThat(
            Example.nestedFile()
                .with("code = \"discounts.code\"", "code = \"discounts.cod\"")
                .pipelineFault())
        .isEqualTo(
            "44: records.order.tables.discount.columns.code = discounts.cod: no such field. Did you mean discounts.code? An expression is written { sql = …, type = … }.");
  }

  @Test
  void aKeyIsNoArray() {
    assertThat(
            Example.nestedFile()
                .with("orders { key = [order_id]", "orders { key = [order_id, tags]")
                .pipelineFaults())
        .contains(
            "28: records.order.tables.orders.key = tags: a column of type text[]. A key is of columns of other types.");
  }

  @Test
  void whoseTheRowsAreIsClear() {
    assertThat(
            Example.nestedFile()
                .with(
                    "columns { order_id = order_id, tag = tags }",
                    "columns { order_id = tags, tag = tags }")
                .pipelineFault())
        .isEqualTo(
            "49: records.order.tables.order_tag.references.orders: leads to orders by columns that are not computed as its key is, so nobody can tell which record a row belongs to. Compute them the same way, or take the reference out; rules with exists-in can check the rest.");
  }

  @Test
  void whatBelongsToARecordGoesWithIt() {
    assertThat(
            Example.nestedFile()
                .with(
                    "references { line { columns = [order_id, line] } }",
                    "references { line { columns = [order_id, line], on-delete = reject } }")
                .pipelineFault())
        .isEqualTo(
            "45: records.order.tables.discount.references.line.on-delete = reject: the rows belong to the record and go with it. Take it out, or write cascade.");
  }

  @Test
  void whatBelongsToARecordKeepsNoFirstVersion() {
    assertThat(
            Example.nestedFile()
                .with(
                    "each = tags, key = [order_id, tag]",
                    "each = tags, keep = first, key = [order_id, tag]")
                .pipelineFault())
        .isEqualTo(
            "48: records.order.tables.order_tag.keep: its rows belong to the record, and are what the newest version says. Take it out.");
  }

  @Test
  void aKeyColumnIsNotCleared() {
    List<String> faults =
        Example.nestedFile()
            .with(
                "[order_id, replaces], on-delete = cascade",
                "[order_id, replaces], on-delete = clear")
            .pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "38: records.order.tables.line.references.before.on-delete = clear: the column order_id is part of the key. Let it be null, or use cascade or reject.");
  }

  /** Row 22 of the faults that others were seen to have: orderStatus and "orderStatus:". */
  @Test
  void twoSourceNamesThatBecomeOneIdentifierAreRefusedWithBothNames() {
    assertThat(
            Example.nestedFile()
                .with(
                    "fields = [\"E mail\", phoneNumber]",
                    "fields = [orderStatus, \"orderStatus:\", \"E mail\"]")
                .pipelineFault())
        .isEqualTo(
            "23: records.order.fields.contacts.fields = orderStatus, orderStatus:: both become the field order_status. Write the fields as a group, and give them two names.");
  }

  @Test
  void aListIsNeverMissing() {
    assertThat(
            Example.nestedFile()
                .with(
                    "    root = orders",
                    "    rules { some { required = [lines] } }\n    root = orders")
                .pipelineFault())
        .isEqualTo(
            "26: records.order.rules.some.required = lines: a list, which is empty where there is none, and never null. Write check = \"size(lines) > 0\".");
  }
}
