package io.assay.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile: as it is written, and as buildah builds it. */
class ImageTest {
  private final ImageFile dockerfile = ImageFile.read();

  @Test
  void theBaseIsAnArgumentWithTheSparkOfTheBuild() {
    assertThat(dockerfile.all("ARG"))
        .containsExactly(
            List.of(
                "SPARK_IMAGE=apache/spark:"
                    + System.getProperty("spark.version")
                    + "-scala2.13-java17-ubuntu"));
    assertThat(dockerfile.all("FROM")).containsExactly(List.of("${SPARK_IMAGE}"));
    assertThat(Repository.text("k8s/image/s3a/Dockerfile"))
        .contains("ARG " + dockerfile.all("ARG").get(0).get(0));
  }

  @Test
  void theClientOfS3IsTheOneOfTheSparkThatIsAssembled() {
    String dependencies = Repository.text("k8s/image/s3a/pom.xml");
    String first = "<artifactId>hadoop-aws</artifactId>";
    String list =
        dependencies.substring(
            dependencies.indexOf(first), dependencies.indexOf("  </dependencies>"));

    assertThat(list).contains("<artifactId>sts</artifactId>");
    assertThat(Repository.text("submit/runtime/spark/pom.xml")).contains(list);
  }

  @Test
  void theEntryPointStaysAndTheUserIsSparks() {
    assertThat(dockerfile.instructions())
        .extracting(words -> words.get(0))
        .containsExactly("ARG", "FROM", "COPY", "USER");
    assertThat(dockerfile.all("USER")).containsExactly(List.of("185"));
  }

  @Test
  void everyJobIsInIt() {
    assertThat(dockerfile.sources())
        .containsExactlyInAnyOrderElementsOf(
            Repository.names(Repository.ROOT.resolve("jobs")).stream()
                .map(job -> "jobs/" + job + "/target/assay-" + job + ".jar")
                .toList());
  }

  @Test
  void buildahMakesTheSameImageTwiceWithTheJarsInItsLastLayer(@TempDir Path folder)
      throws IOException {
    Path buildah = Programs.obtain("buildah", "buildah", "libgpgme11", "libassuan0");
    Path base = Files.createDirectories(folder.resolve("base/opt")).resolve("entrypoint.sh");
    Files.writeString(base, "#!/bin/sh\n");
    Files.writeString(
        folder.resolve("base/Dockerfile"),
        "FROM scratch\nCOPY opt/ /opt/\nENTRYPOINT [\"/opt/entrypoint.sh\"]\n");
    for (String source : dockerfile.sources()) {
      Path jar = folder.resolve("context").resolve(source);
      Files.createDirectories(jar.getParent());
      Files.writeString(jar, source);
    }
    Store store = new Store(buildah, folder);

    assumeTrue(store.makesABase(), "This buildah builds nothing here: the image is only looked at");
    Path first = store.buildJobs("first");
    Path second = store.buildJobs("second");

    JsonNode manifest = json(first.resolve("manifest.json"));
    JsonNode image = json(blob(first, manifest.path("config")));
    assertThat(image.at("/config/User").asText()).isEqualTo("185");
    assertThat(image.at("/config/Entrypoint"))
        .extracting(JsonNode::asText)
        .containsExactly("/opt/entrypoint.sh");
    assertThat(manifest.path("layers")).hasSize(2);
    assertThat(files(blob(first, manifest.at("/layers/1"))))
        .containsExactlyInAnyOrderElementsOf(
            dockerfile.copied().stream().map(file -> file.substring(1)).toList());
    assertThat(second.resolve("manifest.json"))
        .hasSameTextualContentAs(first.resolve("manifest.json"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  private static Path blob(Path image, JsonNode part) {
    return image.resolve(part.path("digest").asText().replaceFirst("^sha256:", ""));
  }

  private static List<String> files(Path layer) throws IOException {
    List<String> files = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(layer)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          files.add(entry.getName());
        }
      }
    }
    return files;
  }

  /** A place for images that is this test's own. */
  private record Store(Path buildah, Path folder) {
    void build(String name, Path dockerfile, Path context) {
      run(
          "bud",
          "--isolation=chroot",
          "--layers=false",
          "--timestamp=0",
          "--build-arg=SPARK_IMAGE=localhost/base",
          "--tag=localhost/" + name,
          "--file=" + dockerfile,
          context.toString());
    }

    boolean makesABase() {
      try {
        build("base", folder.resolve("base/Dockerfile"), folder.resolve("base"));
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    /** The image as files: its manifest, its configuration and its layers. */
    Path buildJobs(String name) {
      build(name, Repository.ROOT.resolve("k8s/image/Dockerfile"), folder.resolve("context"));
      Path image = folder.resolve("image-" + name);
      run("push", "localhost/" + name, "dir:" + image);
      return image;
    }

    private String run(String verb, String... arguments) {
      Path policy = folder.resolve("policy.json");
      try {
        Files.writeString(policy, "{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> command =
          new ArrayList<>(
              List.of(
                  buildah.toString(),
                  "--storage-driver=vfs",
                  "--root=" + folder.resolve("images"),
                  "--runroot=" + folder.resolve("run"),
                  verb));
      command.add("--signature-policy=" + policy);
      command.addAll(List.of(arguments));
      return Programs.run(command);
    }
  }
}
