package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssayCommandIT {
  @Test
  void withoutAVerbItShowsTheUsageAndEndsWithTwo() {
    Outcome outcome = AssayCommand.run();
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).contains("Usage: submit/assay VERB");
  }

  @Test
  void aWrongVerbIsNamed() {
    Outcome outcome = AssayCommand.run("demolish");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors())
        .contains("there is no verb 'demolish'")
        .contains("quarantine list");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "feed",
        "run",
        "land",
        "refine",
        "plan",
        "apply",
        "quarantine",
        "quarantine list",
        "quarantine show",
        "quarantine requeue",
        "breaker",
        "breaker list",
        "breaker reset",
        "summary",
        "upkeep",
        "sandbox",
        "sandbox up",
        "bench",
        "build",
        "runtime"
      })
  void everyVerbExplainsItself(String verb) {
    Outcome outcome = AssayCommand.run((verb + " --help").split(" "));
    assertThat(outcome.status()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).startsWith("Usage: submit/assay " + verb.split(" ")[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run no-such-pipeline",
        "sandbox",
        "sandbox sideways",
        "quarantine",
        "demo --fast",
        "demo --records",
        "demo --records none",
        "bench --json",
        "run manufacturing --conf",
        "feed nothing"
      })
  void wrongUsageEndsWithTwo(String arguments) {
    Outcome outcome = AssayCommand.run(arguments.split(" "));
    assertThat(outcome.status()).as(outcome.errors()).isEqualTo(2);
    assertThat(outcome.errors()).isNotBlank().doesNotContain("\tat ");
  }

  @Test
  void twoFilesOfOneNameCannotBothGoToADriverOnYarn(@TempDir Path here) throws IOException {
    Path pipeline = Files.writeString(here.resolve("orders.conf"), "");
    Path environment = Files.createDirectory(here.resolve("prod")).resolve("orders.conf");
    Files.writeString(environment, "");

    Outcome outcome =
        AssayCommand.run(
            "run",
            pipeline.toString(),
            "--env",
            environment.toString(),
            "--master",
            "yarn",
            "--deploy-mode",
            "cluster");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).contains("two files are called orders.conf");
  }

  @Test
  void aSparkOfAnotherVersionIsRefused(@TempDir Path empty) {
    Outcome outcome = AssayCommand.run(Map.of("SPARK_HOME", empty.toString()), "runtime");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).contains(empty.toString()).contains("4.1.1");
  }

  @Test
  void aRuntimeIsCompleteOrAbsent(@TempDir Path home) throws Exception {
    Process killed = assemble(home);
    awaitIncoming(home, killed);
    List<ProcessHandle> maven = killed.descendants().toList();
    killed.destroyForcibly();
    maven.forEach(ProcessHandle::destroyForcibly);
    killed.waitFor();
    assertThat(runtimes(home)).isEmpty();

    Process first = assemble(home);
    Process second = assemble(home);
    assertThat(first.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(second.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(first.exitValue()).isZero();
    assertThat(second.exitValue()).isZero();
    assertThat(runtimes(home)).singleElement().satisfies(AssayCommandIT::hasABroker);
    try (Stream<Path> rest = Files.list(home)) {
      assertThat(rest.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".incoming"));
    }
  }

  private static void hasABroker(Path runtime) {
    assertThat(runtime.resolve("jars")).isDirectoryContaining("glob:**/kafka_2.13-*.jar");
    assertThat(runtime.resolve("jars")).isDirectoryContaining("glob:**/log4j-slf4j-impl-*.jar");
  }

  private static Process assemble(Path home) throws IOException {
    Path script = Repository.root().resolve("submit").resolve("runtime").resolve("assemble");
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "kafka")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ASSAY_HOME", home.toString());
    return builder.start();
  }

  private static void awaitIncoming(Path home, Process assembler) throws Exception {
    while (noJarYet(home)) {
      assertThat(assembler.waitFor(20, TimeUnit.MILLISECONDS))
          .as("ended before it began")
          .isFalse();
    }
  }

  private static boolean noJarYet(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.noneMatch(file -> file.toString().endsWith(".jar"));
    }
  }

  private static List<Path> runtimes(Path home) throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(path -> path.getFileName().toString().startsWith("kafka-")).toList();
    }
  }
}
