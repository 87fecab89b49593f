package io.assay.crash.job;

import io.assay.crash.CrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts commands of the suite, in its directory. */
public final class Commands {
  private Commands() {}

  /** Starts a command; what it prints is appended to a file. */
  public static Process start(List<String> command, Path output) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    try {
      Files.createDirectories(output.getParent());
      return builder.start();
    } catch (IOException e) {
      throw new CrashException("Cannot start " + String.join(" ", command) + ": " + e, e);
    }
  }
}
