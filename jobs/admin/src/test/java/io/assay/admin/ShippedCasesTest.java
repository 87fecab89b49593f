package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.cases.CaseRun;
import io.assay.model.cases.PipelineCase;
import io.assay.model.file.CaseFile;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that stand beside the shipped pipelines. */
class ShippedCasesTest {
  private static final Path PIPELINES = Path.of("../../conf/pipelines");
  private static SparkSession spark;
  private final Servers servers = new Servers();

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void everyCasePasses(Path pipeline, String name, PipelineCase given) throws Exception {
    CaseRun run =
        new CaseRun(
            spark,
            EnvironmentFile.parse("test", servers.environment(), Map.of()).database(),
            PipelineFile.parse(pipeline));

    assertThat(run.differences(given)).as(name).isEmpty();
  }

  private static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(PIPELINES)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".cases.conf")) {
          Path pipeline = Path.of(file.toString().replace(".cases.conf", ".conf"));
          CaseFile.parse(file)
              .cases()
              .forEach(each -> cases.add(Arguments.of(pipeline, each.name(), each)));
        }
      }
    }
    return cases;
  }
}
