package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about keys and names of a pipeline file. */
class KeyFaultsTest {
  @Test
  void anUnknownKeyIsNamedWithTheNearestOne() {
    String fault = Example.pipelineFile().with("silver = false", "silber = false").pipelineFault();

    assertThat(fault).isEqualTo("16: silber: unknown key. Did you mean silver?");
  }

  @Test
  void anUnknownKeyThatIsLikeNoOtherIsNamedWithAll() {
    String fault = Example.pipelineFile().with("delimiter = \";\"", "x = \";\"").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "12: source.csv.x: unknown key. Choose from columns, delimiter, quote, escape, nulls, trim, header, extra-columns, encoding.");
  }

  @Test
  void aMissingKeyIsToldWithItsGroup() {
    String fault = Example.pipelineFile().with("topics = [readers, loans]", "").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "9: source: has no topics. Give it one, such as topics = [fabrication, assembly].");
  }

  @Test
  void aKeyThatStandsTwiceIsToldWithBothLines() {
    List<String> faults =
        Example.pipelineFile().with("name-form   {", "present     {").pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "34: records.reader.rules.present: has 2 checks: required, pattern. Give exactly one of required, range, length, pattern, one-of, format, freshness, check, unique, exists-in or absent-from.",
            "37: records.reader.rules.present: stands there already, in line 34. Rename one or put both together; only ${?NAME} may replace a value.");
  }

  @Test
  void aColumnThatStandsTwiceIsTold() {
    String fault =
        Example.pipelineFile().with("card = card\n", "card = card, name = card\n").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "49: records.reader.tables.reader.columns.name: stands there already, in line 48. Rename one or put both together; only ${?NAME} may replace a value.");
  }

  @Test
  void aPipelineNameIsLowerCase() {
    String fault =
        Example.pipelineFile().with("pipeline = library", "pipeline = Library").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "2: pipeline = Library: not a name. Use lower-case letters, digits and hyphens, a letter first, at most 40 characters.");
  }

  @Test
  void aRuleNameHasNoUnderscore() {
    String fault = Example.pipelineFile().with("of-age ", "of_age ").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "39: records.reader.rules.of_age: not a name. Use lower-case letters, digits and hyphens, a letter first, at most 60 characters.");
  }

  @Test
  void aFieldNameDoesNotBeginWithAnUnderscore() {
    List<String> faults =
        Example.pipelineFile().with("      fee  ", "      _fee  ").pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "25: records.reader.fields._fee: not a name. Use lower-case letters, digits and underscores, a letter first, at most 63 characters.",
            "35: records.reader.rules.fee-bounds.field = fee: no such field. Did you mean _fee?");
  }

  @Test
  void aFieldNameIsNotALiteralOfSql() {
    List<String> faults =
        Example.pipelineFile().with("      initial  ", "      null  ").pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "28: records.reader.fields.null: a name that SQL reads as a value. Choose another one.",
            "38: records.reader.rules.initials.field = initial: no such field. Choose from reader_id, name, born, fee, version, card, null.");
  }

  @Test
  void aColumnNameDoesNotBeginLikeAStamp() {
    String fault =
        Example.pipelineFile()
            .with("card = card\n", "card = card, assay_card = card\n")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "49: records.reader.tables.reader.columns.assay_card: a name that is kept for stamps. Choose one that does not begin with assay_.");
  }

  @Test
  void aWrongTypeOfValueIsTold() {
    String fault = Example.pipelineFile().with("silver = false", "silver = 1").pipelineFault();

    assertThat(fault).isEqualTo("16: silver = 1: not true or false. Write one of them.");
  }

  @Test
  void aGroupInPlaceOfAValueIsTold() {
    String fault =
        Example.pipelineFile()
            .with("filter = \"name is null\"", "filter { a = 1 }")
            .pipelineFault();

    assertThat(fault).isEqualTo("30: records.reader.filter: not a text. Write one value.");
  }

  @Test
  void aBlankValueIsTold() {
    String fault =
        Example.pipelineFile().with("filter = \"name is null\"", "filter = \" \"").pipelineFault();

    assertThat(fault)
        .isEqualTo("30: records.reader.filter: blank. Write a value, or leave the key out.");
  }
}
