package io.assay.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs commands that end by themselves. */
final class Commands {
  private Commands() {}

  /** Runs a command and appends what it prints to a log. */
  static void run(List<String> command, Path log) {
    finish(
        command,
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
        "its output is in " + log);
  }

  /** Runs a command with the given standard input. */
  static void run(List<String> command, Path input, Path log) {
    finish(
        command,
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
        "its output is in " + log);
  }

  /** What a command prints; its complaints go to our standard error. */
  static String output(List<String> command) {
    return finish(
            command,
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT),
            "its messages stand above")
        .strip();
  }

  private static String finish(List<String> command, ProcessBuilder builder, String where) {
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new SandboxException(
            String.join(" ", command) + " ended with status " + status + "; " + where);
      }
      return output;
    } catch (IOException e) {
      throw new SandboxException(
          "Cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while running " + String.join(" ", command), e);
    }
  }
}
