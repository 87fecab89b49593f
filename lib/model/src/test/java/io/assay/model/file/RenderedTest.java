package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical text of a definition. */
class RenderedTest {
  @ParameterizedTest
  @MethodSource("pipelines")
  void aRenderedPipelineReadsAsTheSamePipelineAgain(Pipeline pipeline) {
    Rendered rendered = Rendered.of(pipeline);

    Pipeline again = PipelineFile.parse("again", rendered.text(), Map.of());

    assertThat(Rendered.of(again)).isEqualTo(rendered);
    assertThat(again.kindsParentsFirst().toString().length())
        .isEqualTo(pipeline.kindsParentsFirst().toString().length());
  }

  private static Stream<Pipeline> pipelines() {
    return Stream.of(
        Example.of("reference-avro.conf").pipeline(),
        ReferenceFilesTest.schemaFiles(),
        Example.of("reference-debezium.conf").pipeline(),
        Example.of("reference-text.conf").pipeline(),
        Example.of("reference-csv.conf").pipeline(),
        Example.pipelineFile().pipeline(),
        Example.nestedFile().pipeline(),
        Example.of("minimal-pipeline.conf").pipeline(),
        PipelineFile.parse(Path.of("../../conf/pipelines/manufacturing.conf")));
  }

  @Test
  void aRenderedEnvironmentReadsAsTheSameEnvironmentAgain() {
    Rendered rendered = Rendered.of(Example.environmentFile().environment());

    assertThat(Rendered.of(EnvironmentFile.parse("again", rendered.text(), Map.of())))
        .isEqualTo(rendered);
  }

  @Test
  void aRenderedEnvironmentPointsAtItsSecrets() {
    assertThat(Rendered.of(Example.environmentFile().environment()).text())
        .contains("\"sasl.jaas.config\" {\n      env = \"KAFKA_JAAS\"")
        .contains("password {\n    file = \"/run/secrets/database\"");
  }

  @Test
  void aVersionIsSixteenHexadecimalDigits() {
    assertThat(version(Example.pipelineFile())).matches("[0-9a-f]{16}");
  }

  @Test
  void aVersionIsTheBeginningOfTheSha256OfTheText() {
    assertThat(new Rendered("abc").version()).isEqualTo("ba7816bf8f01cfea");
  }

  @Test
  void commentsDoNotChangeTheVersion() {
    assertThat(version(Example.pipelineFile().with("silver = false", "silver = false # why")))
        .isEqualTo(version(Example.pipelineFile()));
  }

  @Test
  void theOrderOfKeysDoesNotChangeTheVersion() {
    Example reordered =
        Example.pipelineFile()
            .with("silver = false\n", "")
            .with("pipeline = library", "silver = false\npipeline = library")
            .with("name = name\n", "")
            .with("reader_id = reader_id\n", "name = name, reader_id = reader_id\n")
            .with("initial   { sql = \"upper(left(name, 1))\", type = text }\n", "")
            .with(
                "      name  ",
                "      initial { type = text, sql = \"upper(left(name, 1))\" }\n name  ");

    assertThat(version(reordered)).isEqualTo(version(Example.pipelineFile()));
  }

  @Test
  void constantsDoNotChangeTheVersion() {
    Example without =
        Example.pipelineFile()
            .with("let {\n  wait = 12 hours\n}", "")
            .with("${let.wait}", "720 minutes");

    assertThat(version(without)).isEqualTo(version(Example.pipelineFile()));
  }

  @Test
  void aDefaultThatIsWrittenOutDoesNotChangeTheVersion() {
    assertThat(version(Example.pipelineFile().with("        keep = newest\n", "")))
        .isEqualTo(version(Example.pipelineFile()));
  }

  @Test
  void anotherRuleChangesTheVersion() {
    assertThat(version(Example.pipelineFile().with("[1, 80]", "[1, 81]")))
        .isNotEqualTo(version(Example.pipelineFile()));
  }

  @Test
  void theOrderOfKindsChangesTheVersion() {
    String minimal = Example.of("minimal-pipeline.conf").text();
    String kind = minimal.substring(minimal.indexOf("  order {"), minimal.length() - 2);
    String one = kind.replace("order {", "order {\n when = \"_offset > 5\"");
    String other = one.replace("  order {", "  late_order {");

    assertThat(version(new Example("one", minimal.replace(kind, one + other))))
        .isNotEqualTo(version(new Example("other", minimal.replace(kind, other + one))));
  }

  private static String version(Example example) {
    return Rendered.of(example.pipeline()).version();
  }
}
