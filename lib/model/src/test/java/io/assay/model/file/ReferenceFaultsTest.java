package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.OrphanPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said about foreign keys. */
class ReferenceFaultsTest {
  @Test
  void aReferenceIsToATableOfThePipeline() {
    String fault = Example.pipelineFile().with("table = book", "table = bok").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "76: records.loan.tables.loan.references.title.table = bok: no such table of the pipeline. Did you mean book?");
  }

  @Test
  void aReferenceHasColumnsOfItsTable() {
    String fault =
        Example.pipelineFile().with("columns = [book]", "columns = [bok]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "76: records.loan.tables.loan.references.title.columns = bok: no such column of loan. Did you mean book?");
  }

  @Test
  void aReferenceHasAColumnForEachOfTheKey() {
    String fault =
        Example.pipelineFile()
            .with("columns = [reader_id]", "columns = [reader_id, book]")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "75: records.loan.tables.loan.references.reader.columns = reader_id, book: the key of reader is reader_id. Name one column for each of its columns, in that order.");
  }

  @Test
  void aReferenceHasTheTypesOfTheKey() {
    String fault =
        Example.pipelineFile().with("columns = [reader_id]", "columns = [book]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "75: records.loan.tables.loan.references.reader.columns = book: is text, but reader.reader_id is integer. Give both the same type.");
  }

  @Test
  void anUnknownPolicyIsNamedWithTheNearestOne() {
    String fault = Example.pipelineFile().with("orphan = stub", "orphan = stup").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "76: records.loan.tables.loan.references.title.orphan = stup: not one of the values that may stand here. Did you mean stub?");
  }

  @Test
  void aHoldHasADuration() {
    String fault = Example.pipelineFile().with("hold = ${let.wait}", "hold = 12").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "75: records.loan.tables.loan.references.reader.orphan.hold = 12: not a duration. Write a number and a unit, such as 30 seconds, 10 minutes, 12 hours or 1 day.");
  }

  @Test
  void aHoldMayLastNoLongerThanTheRunThatCatchesUp() {
    Example example = Example.pipelineFile().with("hold = ${let.wait}", "hold = 0 seconds");

    assertThat(
            PipelineFile.parse(example.name(), example.text(), Map.of())
                .kind("loan")
                .rootTable()
                .references()
                .get(0)
                .orphan())
        .isEqualTo(new OrphanPolicy.Hold(Duration.ZERO, new OrphanPolicy.Reject()));
  }

  @Test
  void aStubHasNothingButItsKey() {
    String fault = Example.pipelineFile().with("then = reject", "then = stub").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "75: records.loan.tables.loan.references.reader.orphan = stub: a stub of reader has nothing but its key, and its column label is not null. Let the column be null, or use reject or hold.");
  }

  @Test
  void aStubIsNoOrphanItself() {
    String fault =
        Example.pipelineFile()
            .with(
                "book { key = [title], columns { title = book }, when = \"book is not null\", keep = first }",
                "title { key = [title], columns { title = book } }\n      book { key = [title], columns { title = book }, references { title { columns = [title] } } }")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "77: records.loan.tables.loan.references.title.orphan = stub: the key of book itself refers to title, so a stub would be an orphan. Use reject or hold.");
  }

  @Test
  void aTableMayReferToItself() {
    Example example =
        Example.pipelineFile()
            .with(
                "table = book, columns = [book], orphan = stub",
                "table = loan, columns = [reader_id, lent_at]");

    assertThat(example.pipeline().kind("loan").rootTable().parents())
        .containsExactlyInAnyOrder("reader", "loan");
  }

  @Test
  void kindsMayReferToEachOtherInACircleThatAStubBreaks() {
    Example example =
        Example.pipelineFile()
            .with(
                "        keep = newest\n",
                "        references { book { columns = [name], orphan = stub } }\n");

    assertThat(example.pipeline().kindGroups().get(0))
        .extracting("name")
        .containsExactlyInAnyOrder("reader", "loan");
  }

  @Test
  void aStubMayShareAColumnOfItsKeyWithAReferenceThatHasOthersToo() {
    Example example =
        Example.pipelineFile()
            .with(
                "book { key = [title], columns { title = book }, when = \"book is not null\", keep = first }",
                """
                shelf { key = [title, place], columns { title = book, place = reader_id } }
                      book {
                        key = [title], columns { title = book, place = reader_id }
                        references { shelf { columns = [title, place] } }
                      }""");

    assertThat(example.pipeline().hasStubs("book")).isTrue();
  }

  @Test
  void kindsDoNotReferToEachOtherInACircle() {
    String fault =
        Example.pipelineFile()
            .with("        keep = newest\n", "        references { book { columns = [name] } }\n")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "19: records.reader: kinds refer to each other's tables in a circle, so that each record is refused or waits until another one is there: reader → loan → reader. Let one of the references be orphan = stub.");
  }
}
