package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about rules. */
class RuleFaultsTest {
  @Test
  void aRuleChecksSomething() {
    String fault =
        Example.pipelineFile()
            .with("{ required = [reader_id, name], message", "{ message")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "34: records.reader.rules.present: checks nothing. Give exactly one of required, range, length, pattern, one-of, format, freshness, check, unique, exists-in or absent-from.");
  }

  @Test
  void aRuleChecksOneThingOnly() {
    String fault =
        Example.pipelineFile()
            .with("length = [1, 80]", "length = [1, 80], pattern = \"x\"")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "36: records.reader.rules.name-length: has 2 checks: length, pattern. Give exactly one of required, range, length, pattern, one-of, format, freshness, check, unique, exists-in or absent-from.");
  }

  @Test
  void aBuiltInRuleKeepsItsName() {
    String fault = Example.pipelineFile().with("of-age ", "ambiguous ").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "39: records.reader.rules.ambiguous: the name of a built-in rule. Choose another one.");
  }

  @Test
  void anOrphanRuleKeepsItsName() {
    String fault = Example.pipelineFile().with("of-age ", "orphan-reader ").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "39: records.reader.rules.orphan-reader: the name of a built-in rule. Choose another one.");
  }

  @Test
  void anUnknownFieldIsNamedWithTheNearestOne() {
    String fault =
        Example.pipelineFile().with("[reader_id, name]", "[reader_id, nme]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "34: records.reader.rules.present.required = nme: no such field. Did you mean name?");
  }

  @Test
  void aShownFieldExists() {
    String fault =
        Example.pipelineFile().with("fields = [born]", "fields = [borne]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "39: records.reader.rules.of-age.fields = borne: no such field. Did you mean born?");
  }

  @Test
  void aRangeIsForNumbers() {
    String fault = Example.pipelineFile().with("field = fee", "field = name").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds.field = name: a field of type text, not a number. Check another field, or use check with SQL.");
  }

  @Test
  void aPatternIsForText() {
    String fault =
        Example.pipelineFile()
            .with("field = name, pattern", "field = fee, pattern")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "37: records.reader.rules.name-form.field = fee: a field of type decimal(9,2), not text. Check another field, or use check with SQL.");
  }

  @Test
  void aRangeHasAField() {
    String fault = Example.pipelineFile().with("field = fee, range", "range").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds: has no field. Give it one, such as field = quantity.");
  }

  @Test
  void aRangeHasTwoEnds() {
    String fault = Example.pipelineFile().with("[0, null]", "[0]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds.range: not two ends. Write [from, to], with null for an open end.");
  }

  @Test
  void aRangeHasAtLeastOneEnd() {
    String fault = Example.pipelineFile().with("[0, null]", "[null, null]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds.range: not two ends. Write [from, to], with null for an open end.");
  }

  @Test
  void aRangeBeginsBeforeItEnds() {
    String fault = Example.pipelineFile().with("[0, null]", "[1, 0]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds.range: ends before it begins. Write [from, to], with null for an open end.");
  }

  @Test
  void aRangeIsOfNumbers() {
    String fault = Example.pipelineFile().with("[0, null]", "[none, 9]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "35: records.reader.rules.fee-bounds.range = none: not a number. Write [from, to], with null for an open end.");
  }

  @Test
  void aLengthIsAWholeNumber() {
    String fault = Example.pipelineFile().with("[1, 80]", "[1, 80.5]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "36: records.reader.rules.name-length.length = 80.5: not a length. Write a whole number, 0 or more.");
  }

  @Test
  void aPatternIsARegularExpression() {
    String fault = Example.pipelineFile().with("[^0-9]+", "[^0-9+").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "37: records.reader.rules.name-form.pattern = [^0-9+: not a regular expression: Unclosed character class. Correct it.");
  }

  @Test
  void anUnknownSeverityIsNamedWithTheNearestOne() {
    String fault =
        Example.pipelineFile().with("severity = fail", "severity = fial").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "38: records.reader.rules.initials.severity = fial: not one of the values that may stand here. Did you mean fail?");
  }

  @Test
  void aUniqueColumnIsOneOfTheRoot() {
    String fault = Example.pipelineFile().with("unique = [card]", "unique = [fee]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "40: records.reader.rules.one-card.unique = fee: no such column of reader. Choose from reader_id, name, card, label.");
  }

  @Test
  void aStoredRuleNamesATableOfThePipeline() {
    String fault =
        Example.pipelineFile().with("exists-in = reader", "exists-in = raeder").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "65: records.loan.rules.known-reader.exists-in = raeder: no such table of the pipeline. Did you mean reader?");
  }

  @Test
  void aStoredRuleSaysWhere() {
    String fault =
        Example.pipelineFile()
            .with(
                "absent-from = loan, where = \"stored.book = row.book and stored.lent_at > row.lent_at\"",
                "absent-from = loan")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "66: records.loan.rules.not-lent: has no where. Give it one, such as where = \"stored.id = row.item_id\".");
  }

  @Test
  void keysOfOtherChecksAreRefused() {
    List<String> faults =
        Example.pipelineFile()
            .with("unique = [card]", "unique = [card], where = \"true\", field = card")
            .pipelineFaults();

    assertThat(faults)
        .containsExactly(
            "40: records.reader.rules.one-card.field: not with unique. Take it out.",
            "40: records.reader.rules.one-card.where: only with exists-in and absent-from. Take it out.");
  }
}
