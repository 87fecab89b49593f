package io.assay.tests;

import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@code spark-submit} of the Spark that the commands use. */
final class SparkSubmit {
  private SparkSubmit() {}

  /** Runs it to its end. */
  static Outcome run(String... arguments) throws IOException, InterruptedException {
    String home = AssayCommand.run("runtime").output().strip();
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(home, "bin", "spark-submit").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output, output);
  }
}
