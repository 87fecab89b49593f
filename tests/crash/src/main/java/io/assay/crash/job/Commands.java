package io.assay.crash.job;

import io.assay.crash.CrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts commands of the suite, in its directory. */
public final class Commands {
  private Commands() {}

  /** Starts a command; what it prints is appended to a file. */
  public static Process start(List<String> command, Path output) {
    return start(command, Map.of(), output);
  }

  /** Starts a command with more environment variables. */
  static Process start(List<String> command, Map<String, String> variables, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(variables);
    try {
      Files.createDirectories(output.getParent());
      return builder.start();
    } catch (IOException e) {
      throw new CrashException("Cannot start " + String.join(" ", command) + ": " + e, e);
    }
  }
}
