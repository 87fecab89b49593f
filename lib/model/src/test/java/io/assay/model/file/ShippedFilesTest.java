package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Environment;
import io.assay.model.Field;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Secret;
import io.assay.model.Table;
import io.assay.model.cases.CaseSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files under {@code conf/} are definitions as they stand. */
class ShippedFilesTest {
  /** What an environment may want to be told. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ASSAY_ENVIRONMENT", "prod",
          "ASSAY_KAFKA", "kafka:9092",
          "ASSAY_LAKE", "s3a://assay/lake",
          "ASSAY_DATABASE_URL", "jdbc:postgresql://postgres:5432/assay",
          "ASSAY_DATABASE_USER", "assay_job",
          "ASSAY_REGISTRY", "https://registry");

  private static final Path CONF = Path.of("../../conf");

  @ParameterizedTest
  @MethodSource("pipelines")
  void everyShippedPipelineParses(Path file) {
    assertThat(PipelineFile.parse(file).records()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyShippedEnvironmentParses(Path file) throws IOException {
    assertThat(EnvironmentFile.parse(file.toString(), Files.readString(file), SETTINGS).name())
        .isNotBlank();
  }

  @Test
  void thePipelineOfTheReadmeParses() throws IOException {
    String readme = Files.readString(CONF.resolve("../README.md"));
    String pipeline = readme.replaceFirst("(?s)^.*?```hocon\n(.*?)```.*$", "$1");

    assertThat(PipelineFile.parse("README.md", pipeline, Map.of()).tables())
        .extracting(Table::name)
        .containsExactly("model", "device");
  }

  @Test
  void fieldsStandInTheOrderOfTheFile() {
    assertThat(fabrication().fields())
        .extracting(Field::name)
        .startsWith("item", "item_id", "material_written", "raw_material", "quantity");
  }

  @Test
  void tablesStandParentsFirst() {
    assertThat(fabrication().tables())
        .extracting(Table::name)
        .containsExactly("raw_material", "part", "item");
  }

  @Test
  void columnsOnOneLineStandInTheOrderOfTheFile() {
    Table assembly = manufacturing().kind("sub_assembly").rootTable();

    assertThat(assembly.columns())
        .extracting(Table.Column::name)
        .containsExactly(
            "assembly_id", "process", "item_id", "machine_id", "start_date", "end_date", "upload");
  }

  @Test
  void aTableThatSeveralKindsFillStandsOnceAndAfterItsParents() {
    List<String> tables = manufacturing().tables().stream().map(Table::name).toList();

    assertThat(tables)
        .containsExactly(
            "raw_material", "part", "item", "process", "machine", "sub_assembly", "assembly");
  }

  @Test
  void theLocalEnvironmentPointsAtItsPassword() {
    Environment local = EnvironmentFile.parse(CONF.resolve("environments/local.conf"));

    assertThat(local.database().password())
        .contains(new Secret.FromEnvironment("ASSAY_DATABASE_PASSWORD"));
  }

  private static RecordKind fabrication() {
    return manufacturing().kind("fabrication");
  }

  private static Pipeline manufacturing() {
    return PipelineFile.parse(CONF.resolve("pipelines/manufacturing.conf"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseFileStandsBesideItsPipelineAndParses(Path file) {
    CaseSuite suite = CaseFile.parse(file);

    assertThat(suite.cases()).isNotEmpty();
    assertThat(pipelines().map(CaseFile::beside)).contains(file);
  }

  private static Stream<Path> pipelines() {
    return files("pipelines").filter(file -> !isCases(file));
  }

  private static Stream<Path> cases() {
    return files("pipelines").filter(ShippedFilesTest::isCases);
  }

  private static boolean isCases(Path file) {
    return file.toString().endsWith(".cases.conf");
  }

  private static Stream<Path> environments() {
    return files("environments");
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(CONF.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
