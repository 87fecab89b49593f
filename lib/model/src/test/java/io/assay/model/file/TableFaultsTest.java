package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about tables and columns. */
class TableFaultsTest {
  @Test
  void aTableHasAKey() {
    String fault = Example.pipelineFile().with("key = [title], ", "").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "70: records.loan.tables.book: has no key. Give it one, such as key = [item_id].");
  }

  @Test
  void aKeyColumnExists() {
    String fault = Example.pipelineFile().with("key = [title]", "key = [titel]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "70: records.loan.tables.book.key = titel: no such column of book. Did you mean title?");
  }

  @Test
  void aKeyColumnIsNeverNull() {
    String fault =
        Example.pipelineFile()
            .with(
                "reader_id = reader_id\n",
                "reader_id { sql = reader_id, type = integer, not-null = false }\n")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "47: records.reader.tables.reader.columns.reader_id.not-null: a key column is never null. Take it out.");
  }

  @Test
  void aKeyColumnIsNotJson() {
    List<String> faults =
        Example.pipelineFile()
            .with(
                "columns { title = book }",
                "columns { title { sql = \"to_json(book)\", type = json } }")
            .pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "70: records.loan.tables.book.key = title: a column of type json. A key is of columns of other types.",
            "76: records.loan.tables.loan.references.title.columns = book: is text, but book.title is json. Give both the same type.");
  }

  @Test
  void aColumnIsAField() {
    String fault = Example.pipelineFile().with("card = card\n", "card = crd\n").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "49: records.reader.tables.reader.columns.card = crd: no such field. Did you mean card? An expression is written { sql = …, type = … }.");
  }

  @Test
  void aColumnThatIsMoreThanAFieldHasAType() {
    String fault =
        Example.pipelineFile()
            .with("type = text, not-null = true", "not-null = true")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "50: records.reader.tables.reader.columns.label: has no type. Give it one, such as type = uuid.");
  }
}
