package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about a kind of record as a whole. */
class KindFaultsTest {
  @Test
  void onlyTheLastKindTakesEveryRecord() {
    String fault = Example.pipelineFile().with("when = \"_topic = 'readers'\"", "").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "19: records.reader: has no when, so it takes every record and the kinds after it get none. Say which records it takes, such as when = \"_topic = 'orders'\".");
  }

  @Test
  void aKindWithSeveralTablesNamesItsRoot() {
    String fault = Example.pipelineFile().with("root = loan", "").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "57: records.loan: has several tables and no root. Name the one whose key identifies the record, such as root = book.");
  }

  @Test
  void aRootIsATableOfTheKind() {
    String fault = Example.pipelineFile().with("root = loan", "root = reader").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "68: records.loan.root = reader: no such table of this kind. Choose from book, loan.");
  }

  @Test
  void theRootKeepsTheNewest() {
    String fault = Example.pipelineFile().with("keep = newest", "keep = first").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "52: records.reader.tables.reader.keep: the root keeps the newest. Take it out.");
  }

  @Test
  void theRootHasARowForEveryRecord() {
    String fault =
        Example.pipelineFile().with("keep = newest", "when = \"card is not null\"").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "52: records.reader.tables.reader.when: not for the root. Take it out; filter or rules decide about records.");
  }

  @Test
  void theOnlyTableIsTheRootThoughNobodySaysSo() {
    Example example = Example.of("minimal-pipeline.conf");

    assertThat(example.with("key = [", "when = \"true\", key = [").pipelineFault())
        .contains(".when: not for the root.");
    assertThat(example.with("key = [", "keep = first, key = [").pipelineFault())
        .contains(".keep: the root keeps the newest.");
  }

  @Test
  void aSequenceIsAField() {
    String fault =
        Example.pipelineFile().with("sequence = version", "sequence = versoin").pipelineFault();

    assertThat(fault)
        .isEqualTo("31: records.reader.sequence = versoin: no such field. Did you mean version?");
  }

  @Test
  void aSequenceHasAnOrder() {
    String fault =
        Example.pipelineFile().with("sequence = version", "sequence = name").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "31: records.reader.sequence = name: a field of type text. A sequence is of type integer, bigint, date or timestamp.");
  }

  @Test
  void aDeletionGivesTheKeyOfTheRoot() {
    List<String> faults =
        Example.pipelineFile().with("key { reader_id =", "key { readerid =").pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "32: records.reader.delete.key: says nothing about the key column reader_id. Add reader_id = \"…\".",
            "32: records.reader.delete.key.readerid: not a key column of the root reader. Did you mean reader_id?");
  }

  @Test
  void aDeletionSaysWhen() {
    String fault =
        Example.pipelineFile().with("{ when = \"_tombstone\", key", "{ key").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "32: records.reader.delete: has no when. Give it one, such as when = \"_tombstone\".");
  }
}
