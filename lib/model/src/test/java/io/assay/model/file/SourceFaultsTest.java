package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said about the source of a pipeline. */
class SourceFaultsTest {
  @Test
  void anUnknownFormatIsNamedWithTheKnownOnes() {
    String fault = Example.pipelineFile().with("format = csv", "format = xml").pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "11: source.format = xml: not one of the values that may stand here. Choose from json, csv.");
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
}
