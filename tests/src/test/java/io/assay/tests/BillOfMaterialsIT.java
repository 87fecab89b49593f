package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each JAR has a bill of what it bundles, and nothing on it is known to be vulnerable. */
class BillOfMaterialsIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-([0-9][^-]*(?:-[^-]+)*)\\.jar");

  /** A library in a version. */
  record Library(String group, String name, String version) {
    String id() {
      return group + ":" + name;
    }
  }

  /** A fault that a library has in some versions. */
  record Vulnerability(
      String group, String name, String from, String mended, String id, String severity) {
    static Vulnerability of(String line) {
      String[] words = line.strip().split("[: ]+");
      return new Vulnerability(words[0], words[1], words[2], words[3], words[4], words[5]);
    }

    String library() {
      return group + ":" + name;
    }

    boolean isIn(String version) {
      return !id.equals("none")
          && new ComparableVersion(version).compareTo(new ComparableVersion(from)) >= 0
          && new ComparableVersion(version).compareTo(new ComparableVersion(mended)) < 0;
    }
  }

  static Stream<String> jobs() {
    return Repository.JOBS.stream();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theBillNamesWhatTheJarBundles(String job) throws IOException {
    assertThat(bill(job).stream().map(library -> library.id() + ":" + library.version()))
        .containsExactlyInAnyOrderElementsOf(written(job));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void whatIsBundledWasLookedUpAndIsNotKnownToBeVulnerable(String job) throws IOException {
    List<Vulnerability> known = known();
    for (Library library : bill(job)) {
      assertThat(known)
          .as("%s has no line in known-vulnerabilities.txt: look it up", library.id())
          .anyMatch(each -> each.library().equals(library.id()));
      assertThat(known.stream().filter(each -> each.library().equals(library.id())))
          .as("%s", library)
          .noneMatch(each -> each.isIn(library.version()));
    }
  }

  @Test
  void sparkComesWithNothingKnownToBeCritical() throws IOException {
    Outcome runtime = AssayCommand.run("runtime");
    assertThat(runtime.status()).as(runtime.errors()).isZero();
    List<String> looked = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of(runtime.output().strip(), "jars"), "*.jar")) {
      for (Path jar : jars) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        if (name.matches()) {
          for (Vulnerability each : known()) {
            if (each.severity().equals("critical") && each.name().equals(name.group(1))) {
              looked.add(each.name());
              assertThat(each.isIn(name.group(2))).as("%s has %s", jar, each.id()).isFalse();
            }
          }
        }
      }
    }
    assertThat(looked).contains("log4j-core", "snakeyaml", "jackson-databind", "netty-codec-http");
  }

  @Test
  void aVersionBetweenTheFirstAndTheMendedOneIsVulnerable() {
    Vulnerability known = Vulnerability.of("g:a  2.8.0  3.9.2  CVE-0  high");
    assertThat(known.isIn("2.8.0")).isTrue();
    assertThat(known.isIn("3.9.1")).isTrue();
    assertThat(known.isIn("3.10.0")).isFalse();
    assertThat(known.isIn("3.9.2")).isFalse();
    assertThat(known.isIn("2.7.2")).isFalse();
  }

  /** The libraries of others on the bill, in the CycloneDX format. */
  private static List<Library> bill(String job) throws IOException {
    Path file = Repository.root().resolve("jobs/%s/target/assay-%s.cdx.json".formatted(job, job));
    JsonNode bill = new ObjectMapper().readTree(file.toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("metadata").path("component").path("name").asText())
        .isEqualTo("assay-" + job);
    List<Library> libraries = new ArrayList<>();
    for (JsonNode component : bill.path("components")) {
      Library library =
          new Library(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText());
      assertThat(component.path("hashes").isEmpty()).as(library.id()).isFalse();
      assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
      if (!library.group().equals("io.assay")) {
        libraries.add(library);
      }
    }
    return libraries;
  }

  /** What stands in bundled.txt. */
  private static List<String> written(String job) throws IOException {
    try (Stream<String> lines =
        Files.lines(Repository.root().resolve("jobs/%s/bundled.txt".formatted(job)))) {
      return lines.filter(line -> line.matches("[^# ]+:[^ ]+:[^ ]+")).toList();
    }
  }

  private static List<Vulnerability> known() throws IOException {
    try (InputStream in =
        BillOfMaterialsIT.class.getResourceAsStream("known-vulnerabilities.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Vulnerability::of)
          .toList();
    }
  }
}
