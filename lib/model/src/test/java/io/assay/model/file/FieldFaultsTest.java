package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said about fields. */
class FieldFaultsTest {
  @Test
  void aFieldHasAnOrigin() {
    String fault =
        Example.pipelineFile().with("from = id, type = integer", "type = integer").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "22: records.reader.fields.reader_id: has no origin. Give exactly one of from, header, key, sql, coalesce, gather or constant.");
  }

  @Test
  void aFieldHasOneOriginOnly() {
    String fault =
        Example.pipelineFile()
            .with("from = id, type = integer", "from = id, header = id, type = integer")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "22: records.reader.fields.reader_id: has 2 origins: from, header. Give exactly one of from, header, key, sql, coalesce, gather or constant.");
  }

  @Test
  void aFieldHasAType() {
    String fault =
        Example.pipelineFile().with("from = id, type = integer", "from = id").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "22: records.reader.fields.reader_id: has no type. Give it one, such as type = \"decimal(12,3)\".");
  }

  @Test
  void anUnknownTypeIsNamedWithTheNearestOne() {
    String fault = Example.pipelineFile().with("type = bigint", "type = bigit").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "26: records.reader.fields.version.type = bigit: no such type. Did you mean bigint?");
  }

  @Test
  void aDecimalHasNoMorePlacesThanDigits() {
    String fault =
        Example.pipelineFile().with("\"decimal(9,2)\"", "\"decimal(9,12)\"").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "25: records.reader.fields.fee.type = decimal(9,12): no such type. Choose from text, integer, bigint, double, boolean, date, timestamp, uuid, json, binary, decimal(p,s) with s ≤ p ≤ 38, enum, an array of one of these, such as text[], list, map.");
  }

  @Test
  void aCsvFieldIsFromAColumn() {
    String fault = Example.pipelineFile().with("from = fee", "from = fees").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "25: records.reader.fields.fee.from = fees: none of the CSV columns. Did you mean fee?");
  }

  @Test
  void keyIsTrueOrAbsent() {
    String fault = Example.pipelineFile().with("key = true", "key = false").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "27: records.reader.fields.card.key = false: no origin. Write key = true, or take it out.");
  }

  @Test
  void aPatternGivesAWholeDate() {
    String fault = Example.pipelineFile().with("[\"d.M.yyyy\"]", "[\"d.M.\"]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "24: records.reader.fields.born.formats = d.M.: not a pattern that dates can be read with. Use the letters of java.time.format.DateTimeFormatter, with day, month and year, such as d/M/yyyy.");
  }

  @Test
  void aPatternHasTheLettersOfJava() {
    String fault = Example.pipelineFile().with("[\"M/d/yyyy\"]", "[\"T/M/JJJJ\"]").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "24: records.reader.fields.born.also = T/M/JJJJ: not a pattern that dates can be read with. Use the letters of java.time.format.DateTimeFormatter, with day, month and year, such as d/M/yyyy.");
  }

  @Test
  void formatsAreForDates() {
    String fault =
        Example.pipelineFile()
            .with("from = fee,", "from = fee, formats = [\"d.M.yyyy\"],")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "25: records.reader.fields.fee.formats: only for date and timestamp. Take it out, or change the type.");
  }

  @Test
  void keepBlankIsForText() {
    String fault =
        Example.pipelineFile()
            .with("from = fee,", "from = fee, keep-blank = true,")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "25: records.reader.fields.fee.keep-blank: only for text. Take it out, or change the type.");
  }

  @Test
  void aComputedFieldIsNotReadFromText() {
    String fault =
        Example.pipelineFile()
            .with(
                "sql = \"upper(left(name, 1))\"",
                "sql = \"upper(left(name, 1))\", keep-blank = true")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "28: records.reader.fields.initial.keep-blank: a computed field is not read from text. Take it out; sql gives the value itself.");
  }

  @Test
  void aFieldIsNotNamedLikeOtherReadings() {
    String fault =
        Example.pipelineFile()
            .with("      fee  ", "      born__also { key = true, type = text }\n      fee  ")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "25: records.reader.fields.born__also: a name that is kept for other readings of a field. Choose another one.");
  }
}
