package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the text itself, before it means anything. */
class SyntaxFaultsTest {
  @TempDir Path folder;

  @Test
  void aMissingBraceIsToldWithTheLineThatOpensOne() {
    String fault = Example.pipelineFile().with("  wait = 12 hours\n}", "").pipelineFault();

    assertThat(fault).startsWith("5: a brace or bracket is opened here, or after this line");
  }

  @Test
  void aMissingQuoteIsToldWithItsLine() {
    String fault = Example.pipelineFile().with("of a library\"", "of a library").pipelineFault();

    assertThat(fault).startsWith("3: not HOCON: expecting a value");
  }

  @Test
  void everyValueThatIsMissingIsToldAtOnce() {
    Example example =
        Example.pipelineFile()
            .with("12 hours", "${WAIT}")
            .with("description = ", "description = ${ABOUT} ");

    assertThat(example.pipelineFaults())
        .containsExactly(
            "3: ${ABOUT} has no value. Set the environment variable, write ${?ABOUT} where it may be absent, or define it in let { }.",
            "6: ${WAIT} has no value. Set the environment variable, write ${?WAIT} where it may be absent, or define it in let { }.");
  }

  @Test
  void aMissingConstantIsNamedWithTheNearestOne() {
    String fault = Example.pipelineFile().with("${let.wait}", "${let.wiat}").pipelineFault();

    assertThat(fault).isEqualTo("75: ${let.wiat} has no value. Did you mean ${let.wait}?");
  }

  @Test
  void constantsThatReferToEachOtherAreTold() {
    String fault =
        Example.pipelineFile()
            .with("wait = 12 hours", "wait = ${let.hold}, hold = ${let.wait}")
            .pipelineFault();

    assertThat(fault).startsWith("6: a ${…} leads back to itself or nowhere");
  }

  @Test
  void aFaultBehindAConstantIsToldWhereTheConstantStands() {
    String fault = Example.pipelineFile().with("12 hours", "12 ours").pipelineFault();

    assertThat(fault)
        .startsWith(
            "6: records.loan.tables.loan.references.reader.orphan.hold = 12 ours: not a duration");
  }

  @Test
  void anEnvironmentVariableReplacesAValue() {
    Example example =
        Example.pipelineFile().with("wait = 12 hours", "wait = 12 hours\n  wait = ${?WAIT}");

    Pipeline pipeline =
        PipelineFile.parse(example.name(), example.text(), Map.of("WAIT", "2 days"));

    assertThat(pipeline.kind("loan").rootTable().references().get(0).orphan())
        .isEqualTo(new OrphanPolicy.Hold(Duration.ofDays(2), new OrphanPolicy.Reject()));
  }

  @Test
  void aFaultOfAnEnvironmentVariableIsToldWithItsName() {
    Example example =
        Example.pipelineFile().with("wait = 12 hours", "wait = 12 hours\n  wait = ${?WAIT}");

    assertThatThrownBy(
            () -> PipelineFile.parse(example.name(), example.text(), Map.of("WAIT", "soon")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "\n  the environment variable WAIT: records.loan.tables.loan.references.reader.orphan.hold = soon: not a duration");
  }

  @Test
  void anIncludedFileBelongsToTheFile() throws IOException {
    Files.writeString(folder.resolve("wait.conf"), "let { wait = 3 days }");
    Path file = folder.resolve("pipeline.conf");
    Files.writeString(
        file,
        Example.pipelineFile().with("let {\n  wait = 12 hours\n}", "include \"wait.conf\"").text());

    assertThat(PipelineFile.parse(file).kind("loan").rootTable().references().get(0).orphan())
        .isEqualTo(new OrphanPolicy.Hold(Duration.ofDays(3), new OrphanPolicy.Reject()));
  }

  @Test
  void aFaultOfAnIncludedFileIsToldWithThatFile() throws IOException {
    Files.writeString(folder.resolve("wait.conf"), "\nlet { wait = 3 das }");
    Path file = folder.resolve("pipeline.conf");
    Files.writeString(
        file,
        Example.pipelineFile().with("let {\n  wait = 12 hours\n}", "include \"wait.conf\"").text());

    assertThatThrownBy(() -> PipelineFile.parse(file))
        .hasMessageContaining(folder.resolve("wait.conf") + ":2: records.loan");
  }

  @Test
  void whatTwoFilesSayAboutOneGroupIsToldWithALine() throws IOException {
    Files.writeString(folder.resolve("base.conf"), "source { topics = [loans]\n quote = 1 }");
    Path file = folder.resolve("pipeline.conf");
    Files.writeString(
        file, Example.pipelineFile().with("let {", "include \"base.conf\"\nlet {").text());

    assertThatThrownBy(() -> PipelineFile.parse(file))
        .hasMessageContaining(folder.resolve("base.conf") + ":2: source.quote: unknown key");
  }

  @Test
  void anIncludedFileHasToExist() {
    String fault =
        Example.pipelineFile()
            .with("silver = false", "include \"nowhere/at-all.conf\"")
            .pipelineFault();

    assertThat(fault)
        .isEqualTo(
            "16: the included file nowhere/at-all.conf cannot be read. Check its path and rights.");
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    String fault =
        Example.pipelineFile()
            .with("silver = false", "include url(\"http://127.0.0.1:1/x.conf\")")
            .pipelineFault();

    assertThat(fault).isEqualTo("16: include url(…) is not read. Include a file.");
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThatThrownBy(() -> PipelineFile.parse(folder.resolve("none.conf")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "Cannot read the pipeline file %s: there is no such file. Check the path.",
            folder.resolve("none.conf"));
  }

  @Test
  void allFaultsAreToldAtOnceInTheOrderOfTheFile() {
    Example example =
        Example.pipelineFile()
            .with("keep = newest", "keep = newset")
            .with("type = bigint", "type = bigit")
            .with("silver", "silber");

    assertThat(example.pipelineFaults())
        .extracting(fault -> fault.substring(0, fault.indexOf(':')))
        .containsExactly("16", "26", "52");
  }
}
