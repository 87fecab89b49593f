package io.assay.crash;

import io.assay.sandbox.SandboxException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Proves that faults lose nothing and double nothing; started by {@code submit/assay crashtest} in
 * the directory of the suite.
 */
public final class CrashMain {
  private static final int DONE = 0;
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 4;

  private CrashMain() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    CrashOptions options;
    try {
      options = CrashOptions.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("assay: " + e.getMessage() + "; see submit/assay crashtest --help");
      return WRONG_USAGE;
    }
    try {
      Report report =
          new CrashTest(options, Path.of("var", "crashtest").toAbsolutePath(), out).run();
      out.print(report.text());
      if (options.json().isPresent()) {
        Files.writeString(options.json().get(), report.json());
      }
      return report.isGood() ? DONE : FAILED;
    } catch (CrashException | SandboxException | SQLException | IOException e) {
      err.println("assay: the crash test could not be run to its end: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }
}
