package io.assay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs as processes of their own: exit status and signals belong to processes. */
class JobRunnerTest {
  private static final String PIPELINE = conf("pipelines/manufacturing.conf");
  private static final String ENVIRONMENT = conf("environments/local.conf");

  @TempDir Path folder;

  private static String conf(String file) {
    return Path.of("../../conf", file).toAbsolutePath().normalize().toString();
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-") && !argument.startsWith("-javaagent"))
            .toList());
    command.addAll(
        List.of(
            "-Dspark.master=local[1]",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.extensions=",
            "-Dassay.stop.seconds=12",
            "-cp",
            System.getProperty("java.class.path"),
            SlowJob.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String out() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private void awaitOutput(Process process, String text) throws Exception {
    while (!out().contains(text)) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(err()).isFalse();
    }
  }

  @Test
  void peerBug17SigtermLetsTheBatchEndAndTheStatusIsZero() throws Exception {
    Process process = start(PIPELINE, "--env", ENVIRONMENT);
    awaitOutput(process, "begin 1");
    process.destroy();

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(out()).contains("end 1").containsSubsequence("stopping", "closed");
    assertThat(process.exitValue()).as(err()).isZero();
  }

  @Test
  void peerBug17ABatchThatDoesNotEndIsGivenUpInTimeAndTheStatusIsZero() throws Exception {
    Process process = start(PIPELINE, "--env", ENVIRONMENT, "--wait");
    awaitOutput(process, "begin 0");
    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out()).containsSubsequence("stopping", "abandoned", "end 0", "closed");
    assertThat(process.exitValue()).as(err()).isZero();
  }

  @Test
  void aFailureOfABatchIsOneSentenceAndStatusFour() throws Exception {
    Process process = start(PIPELINE, "--env", ENVIRONMENT, "--fail");

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(err()).contains("slow: Batch 0 is bad" + System.lineSeparator());
    assertThat(out()).contains("closed");
    assertThat(process.exitValue()).isEqualTo(4);
  }

  @Test
  void wrongArgumentsAreStatusTwo() throws Exception {
    Process process = start("no-such.conf", "--envy", "x");

    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(err()).contains("there is no readable file no-such.conf").contains("Usage: slow");
    assertThat(process.exitValue()).isEqualTo(2);
  }
}
