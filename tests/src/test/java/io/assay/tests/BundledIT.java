package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the shaded JARs hold is what is written down, and so reviewed. */
class BundledIT {

  static Stream<String> jobs() {
    return Repository.JOBS.stream();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theJarBundlesWhatIsWrittenDown(String job) throws IOException {
    Path module = Repository.root().resolve("jobs").resolve(job);
    Path actual = module.resolve("target").resolve("bundled.txt");
    Files.writeString(actual, bundled(job, module));
    assertThat(module.resolve("bundled.txt"))
        .withFailMessage(
            () ->
                "assay-%s.jar bundles something else than jobs/%s/bundled.txt says. See: diff jobs/%s/bundled.txt jobs/%s/target/bundled.txt. If it is meant: cp jobs/%s/target/bundled.txt jobs/%s/"
                    .formatted(job, job, job, job, job, job))
        .exists()
        .hasSameTextualContentAs(actual);
  }

  @Test
  void noClassIsInSparkAsWell() throws IOException {
    Outcome runtime = AssayCommand.run("runtime");
    assertThat(runtime.status()).as(runtime.errors()).isZero();
    Set<String> spark = new HashSet<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of(runtime.output().strip(), "jars"), "*.jar")) {
      for (Path jar : jars) {
        spark.addAll(classes(jar));
      }
    }
    assertThat(spark).contains("org/apache/spark/sql/Dataset.class", "scala/Option.class");
    for (String job : Repository.JOBS) {
      Set<String> both = classes(jar(job));
      both.retainAll(spark);
      assertThat(both).as(job).isEmpty();
    }
  }

  @Test
  void whatIsOursAloneIsMovedAside() throws IOException {
    try (JarFile jar = new JarFile(jar("run").toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains(
              "io/assay/shaded/config/Config.class",
              "io/assay/shaded/scopt/OParser.class",
              "io/assay/shaded/postgresql/Driver.class")
          .noneMatch(name -> name.startsWith("com/typesafe/config/"))
          .noneMatch(name -> name.startsWith("org/postgresql/"));
    }
  }

  @Test
  void sparkFindsBothKafkaAndDelta() throws IOException {
    try (JarFile jar = new JarFile(jar("run").toFile())) {
      JarEntry services =
          jar.getJarEntry("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister");
      assertThat(
              new String(
                  jar.getInputStream(services).readAllBytes(),
                  java.nio.charset.StandardCharsets.UTF_8))
          .contains("org.apache.spark.sql.kafka010.KafkaSourceProvider")
          .contains("org.apache.spark.sql.delta.sources.DeltaDataSource");
    }
  }

  private static Set<String> classes(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static Path jar(String job) {
    return Repository.root().resolve("jobs/%s/target/assay-%s.jar".formatted(job, job));
  }

  private static String bundled(String job, Path module) throws IOException {
    return "# What assay-"
        + job
        + ".jar bundles, besides io.assay. The build fails when this changes: look at the change, then copy the new list here.\n\n"
        + String.join("\n", artifacts(module))
        + "\n\n"
        + packages(job)
        + "\n";
  }

  /** The artifacts as Maven lists them: "group:name:jar:version:scope -- …". */
  private static TreeSet<String> artifacts(Path module) throws IOException {
    try (Stream<String> lines =
        Files.lines(module.resolve("target").resolve("bundled-artifacts.txt"))) {
      return lines
          .map(String::strip)
          .filter(line -> line.contains(":jar:"))
          .map(line -> line.split("[: ]"))
          .map(words -> words[0] + ":" + words[1] + ":" + words[3])
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The first four levels of packages with classes in them, and the resources' directories. */
  private static String packages(String job) throws IOException {
    try (JarFile jar = new JarFile(jar(job).toFile())) {
      TreeSet<String> prefixes =
          jar.stream()
              .filter(entry -> !entry.isDirectory())
              .map(JarEntry::getName)
              .filter(name -> !name.startsWith("io/assay/") || name.startsWith("io/assay/shaded/"))
              .map(BundledIT::prefix)
              .collect(Collectors.toCollection(TreeSet::new));
      return String.join("\n", prefixes);
    }
  }

  private static String prefix(String name) {
    String[] parts = name.split("/", -1);
    int depth = Math.min(parts.length - 1, parts[0].equals("META-INF") ? 2 : 4);
    String directory = String.join("/", Stream.of(parts).limit(depth).toList());
    return directory.isEmpty() ? name : directory + "/";
  }
}
