package io.assay.deploy;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this machine. */
final class Programs {
  private Programs() {}

  /**
   * The program of that name on the PATH, or else in Debian's packages. Where neither can be had,
   * the test is skipped, and says why.
   */
  static Path obtain(String name, String... packages) {
    List<String> command =
        new ArrayList<>(List.of(Repository.ROOT.resolve("tests/debian-program").toString(), name));
    command.addAll(List.of(packages));
    try {
      return Path.of(run(command).strip());
    } catch (IllegalStateException e) {
      return abort(e.getMessage());
    }
  }

  /** What a command prints; an exception with what it says where it fails. */
  static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("command", ".err");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      String said = Files.readString(errors);
      Files.delete(errors);
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + " ended with " + said);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
