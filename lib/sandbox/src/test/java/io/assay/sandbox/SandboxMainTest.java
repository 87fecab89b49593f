package io.assay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxMainTest {
  @TempDir Path temporary;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @AfterEach
  void endWhatWasStarted() {
    run("down");
  }

  @Test
  void itComesUpAnswersAndGoesDown() {
    assertThat(run("status")).isEqualTo(1);
    assertThat(run("up")).as(printed()).isZero();
    assertThat(printed()).contains("psql").contains("environment.conf");
    assertThat(directory().environmentFile()).exists();
    assertThat(run("status")).isZero();

    SandboxState state = directory().state();
    assertThat(run("up")).isZero();
    assertThat(printed()).contains("is up already");
    assertThat(directory().state()).isEqualTo(state);

    assertThat(run("down")).isZero();
    assertThat(state.broker().flatMap(ProcessIdentity::find)).isEmpty();
    assertThat(state.postgres().flatMap(ProcessIdentity::find)).isEmpty();
    assertThat(directory().environmentFile()).doesNotExist();
    assertThat(run("status")).isEqualTo(1);

    assertThat(run("down", "--delete")).isZero();
    assertThat(directory().path()).doesNotExist();
  }

  @Test
  void serversDoNotOutliveAProcessThatIsKilled() throws Exception {
    Process parent = foreground();
    awaitText(parent, "Ctrl-C");
    SandboxState state = directory().state();
    parent.destroyForcibly().waitFor();
    assertEnded(state.broker());
    assertEnded(state.postgres());
    assertThat(run("up")).as(printed()).isZero();
  }

  @Test
  void serversEndInOrderWhenTheirProcessIsAskedToEnd() throws Exception {
    Process parent = foreground();
    awaitText(parent, "Ctrl-C");
    parent.destroy();
    assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(directory().isRunning()).isFalse();
    assertThat(Files.readString(PostgresServer.log(directory().postgres())))
        .contains("database system is shut down");
  }

  @Test
  void aProcessThatGotTheNumberOfAServerIsLeftAlone() throws Exception {
    Process innocent = new ProcessBuilder("sleep", "600").start();
    try {
      ProcessIdentity server =
          new ProcessIdentity(innocent.pid(), Instant.now().minus(Duration.ofHours(1)));
      Files.createDirectories(directory().path());
      new SandboxState(Optional.of(server), 1, Optional.of(server), 2).write(directory().path());
      assertThat(run("status")).isEqualTo(1);
      assertThat(run("down")).isZero();
      assertThat(innocent.isAlive()).isTrue();
    } finally {
      innocent.destroyForcibly();
    }
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(run("sideways")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(printed()).contains("Usage: sandbox up");
  }

  private SandboxDirectory directory() {
    return new SandboxDirectory(temporary.resolve("sandbox"));
  }

  private int run(String... words) {
    output.reset();
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--directory";
    all[words.length + 1] = directory().path().toString();
    return SandboxMain.run(all, out, out);
  }

  private String printed() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private Process foreground() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName(),
                "up",
                "--foreground",
                "--directory",
                directory().path().toString()))
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitText(Process process, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.append(line).append('\n');
        if (line.contains(text)) {
          return;
        }
      }
    }
    throw new AssertionError("The process ended without saying '" + text + "':\n" + read);
  }

  private static void assertEnded(Optional<ProcessIdentity> server) {
    server
        .flatMap(ProcessIdentity::find)
        .ifPresent(
            process -> assertThat(ProcessEnd.await(process, Duration.ofSeconds(20))).isTrue());
  }
}
