package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said about the source of a pipeline. */
class SourceFaultsTest {
  @Test
  void anUnknownFormatIsNamedWithTheKnownOnes() {
    String fault = Example.pipelineFile().with("format = csv", "format = xml").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "11: source.format = xml: not one of the values that may stand here. Choose from json, ndjson, csv, text, avro, debezium.");
  }

  @Test
  void csvIsOnlyForCsv() {
    String fault = Example.pipelineFile().with("format = csv", "format = json").pipelineFault();

    assertThat(fault)
        .isEqualTo("12: source.csv: not for format = json. Take it out, or write format = csv.");
  }

  @Test
  void topicsAreNotEmpty() {
    String fault = Example.pipelineFile().with("[readers, loans]", "[]").pipelineFault();

    assertThat(fault)
        .isEqualTo("10: source.topics: empty list. Name at least one, or leave the key out.");
  }

  @Test
  void topicsAreAList() {
    String fault = Example.pipelineFile().with("[readers, loans]", "readers").pipelineFault();

    assertThat(fault).isEqualTo("10: source.topics: not a list. Write topics = [ … ].");
  }

  @Test
  void aTopicStandsOnce() {
    String fault =
        Example.pipelineFile()
            .with("[readers, loans]", "[readers, loans, readers]")
            .pipelineFault();

    assertThat(fault).isEqualTo("10: source.topics = readers: stands there twice. Take one out.");
  }

  @Test
  void aTopicHasTheLettersThatKafkaAllows() {
    String fault =
        Example.pipelineFile()
            .with("[readers, loans]", "[readers, \"readers/loans\"]")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "10: source.topics = readers/loans: not a topic. Kafka's topics are of letters, digits, '.', '_' and '-'.");
  }

  @Test
  void aDelimiterIsOneCharacter() {
    String fault =
        Example.pipelineFile().with("delimiter = \";\"", "delimiter = \";;\"").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "12: source.csv.delimiter = ;;: not one character. Write one, such as \",\" or \"\\t\".");
  }

  @Test
  void delimiterAndQuoteDiffer() {
    String fault = Example.pipelineFile().with("quote = \"'\"", "quote = \";\"").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "12: source.csv: delimiter and quote are the same. Use two different characters.");
  }

  @Test
  void aNameMatchingIsNamedWithTheNearestOne() {
    String fault =
        Example.pipelineFile().with("names = relaxed", "names = relaxed2").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "13: source.names = relaxed2: not one of the values that may stand here. Did you mean relaxed?");
  }

  @Test
  void csvColumnsDifferAsTheyAreCompared() {
    String fault = Example.pipelineFile().with("fee, book", "\"FEE \", fee, book").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "12: source.csv.columns = fee: the same name as another column. Rename one, or use names = exact.");
  }

  @Test
  void aPatternStandsInsteadOfTopics() {
    String fault =
        Example.of("reference-avro.conf")
            .with("topic-pattern", "topics = [orders], topic-pattern")
            .pipelineFault();

    assertThat(fault)
        .endsWith(
            "4: source.topics: stands beside topic-pattern. Take one of them out; a pattern may list names: orders|returns.");
  }

  @Test
  void aTopicPatternIsARegularExpression() {
    String fault = Example.of("reference-avro.conf").with("returns)", "returns").pipelineFault();

    assertThat(fault)
        .contains(
            "source.topic-pattern = plant\\.(orders|returns: not a regular expression: unclosed group. Correct it at character 23.");
  }

  @Test
  void aSchemaIsJson() {
    String fault =
        Example.of("reference-avro.conf").with("\"\"\"{\"type\"", "\"\"\"{type").pipelineFault();

    assertThat(fault)
        .contains(
            "source.avro.schema: not an Avro schema: no JSON object. Give the schema in JSON");
  }

  @Test
  void aSchemaFileIsThere() {
    String fault =
        Example.of("reference-avro-files.conf")
            .with("{ schema-file = \"order.avsc\", reader-schema-file = \"order.avsc\" }", "{}")
            .pipelineFault();

    assertThat(fault)
        .contains("7: source.key.avro.schema-file = order.avsc: a file that cannot be read. ");
  }

  @Test
  void aTextPatternNamesItsGroups() {
    List<String> faults =
        Example.of("reference-text.conf").with("(?<product>.+)", "(.+)").pipelineFaults();

    assertThat(faults.get(0))
        .contains(
            "source.text.pattern = (.+): a pattern without a named group gives no members. Name what you want to keep");
  }

  @Test
  void aFieldOfATextIsANamedGroup() {
    String fault =
        Example.of("reference-text.conf").with("from = product", "from = prodct").pipelineFault();

    assertThat(fault)
        .contains(
            "from = prodct: none of the named groups of source.text.pattern. Did you mean product?");
  }

  @Test
  void aUnitStandsInsteadOfPatterns() {
    String fault =
        Example.of("reference-avro.conf")
            .with("unit = micros", "unit = micros, formats = [\"d.M.yyyy HH:mm\"]")
            .pipelineFault();

    assertThat(fault)
        .contains(
            "formats: stands beside unit, with which the value is a number. Take one of them out.");
  }

  @Test
  void aUnitIsForDatesAndTimestamps() {
    String fault =
        Example.of("reference-avro.conf").with("type = timestamp", "type = bigint").pipelineFault();

    assertThat(fault)
        .contains("unit: only for date and timestamp. Take it out, or change the type.");
  }
}
