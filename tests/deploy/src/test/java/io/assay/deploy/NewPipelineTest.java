package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/deployment.md says about a pipeline of one's own, done in a copy of the repository. */
class NewPipelineTest {
  private static final Pattern FILE =
      Pattern.compile(
          "(?ms)^```yaml\\n# (k8s/spark-operator/pipelines/devices/[a-z.]+)\\n(.*?)^```$");
  private static final Pattern PIPELINE =
      Pattern.compile("(?ms)^```hocon\\n(pipeline = devices.*?)^```$");

  @Test
  void aNewPipelineIsOneFileAndItsNameInTheList(@TempDir Path copy) throws IOException {
    copy("conf", copy);
    copy("k8s", copy);
    Matcher file = FILE.matcher(Repository.text("docs/deployment.md"));
    assertThat(file.find()).as("the file that the page shows").isTrue();
    Matcher pipeline = PIPELINE.matcher(Repository.text("README.md"));
    assertThat(pipeline.find()).as("the pipeline that the README shows").isTrue();
    Files.writeString(copy.resolve("conf/pipelines/devices.conf"), pipeline.group(1));
    Path written = copy.resolve(file.group(1));
    Files.createDirectories(written.getParent());
    Files.writeString(written, file.group(2));
    Path list = copy.resolve("k8s/spark-operator/pipelines/kustomization.yaml");
    Files.writeString(list, Files.readString(list) + "  - devices\n");

    for (String overlay : Repository.overlays()) {
      Deployment deployment =
          new Deployment(
              Kubectl.kustomize(copy.resolve("k8s/spark-operator/overlays").resolve(overlay)));

      assertThat(deployment.applications())
          .filteredOn(application -> application.pipeline().equals("devices"))
          .extracting(application -> application.manifest().name())
          .containsExactlyInAnyOrder("run-devices", "upkeep-devices");
      assertThat(ConfigurationRules.faults(deployment)).isEmpty();
      assertThat(RunningRules.faults(deployment)).isEmpty();
      assertThat(NamespaceRules.faults(deployment)).isEmpty();
    }
  }

  private static void copy(String folder, Path to) {
    try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(folder))) {
      files
          .filter(file -> !file.toString().contains("/target"))
          .forEach(file -> copyOne(file, to.resolve(Repository.ROOT.relativize(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyOne(Path file, Path to) {
    try {
      if (Files.isDirectory(file)) {
        Files.createDirectories(to);
      } else {
        Files.copy(file, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
