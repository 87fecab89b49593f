package io.assay.bench;

import io.assay.sandbox.Sandbox;
import io.assay.sandbox.SandboxException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a workload; started by {@code submit/assay bench} in the directory of the suite. Its
 * servers and data are in {@code var/bench}.
 */
public final class BenchMain {
  private static final int DONE = 0;
  private static final int WRONG_USAGE = 2;
  private static final int FAILED = 4;

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /** The JAR that this is in. */
  static Path jar() {
    return Path.of(BenchMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    BenchOptions options;
    try {
      options = BenchOptions.parse(args);
    } catch (IllegalArgumentException e) {
      err.println("assay: " + e.getMessage() + "; see submit/assay bench --help");
      return WRONG_USAGE;
    }
    try {
      measure(options, out);
      return DONE;
    } catch (BenchException | SandboxException | SQLException | IOException e) {
      err.println("assay: the benchmark failed: " + e.getMessage());
      return FAILED;
    }
  }

  private static void measure(BenchOptions options, PrintStream out)
      throws SQLException, IOException {
    Path directory = Path.of("var", "bench").toAbsolutePath();
    Machine machine = Machine.current();
    Workload workload = Workload.named(options.workload());
    try (Sandbox sandbox = Sandbox.start(directory)) {
      Bench bench = new Bench(sandbox, options, workload, directory);
      Map<String, String> settings = bench.settings();
      out.print(Text.heading(machine, settings, bench));
      out.flush();
      Workload.Runs runs = workload.prepare(bench);
      List<Report> reports = new ArrayList<>();
      for (int number = 1; number <= bench.runs(); number++) {
        double load = Machine.load();
        Report report = runs.run(number);
        reports.add(report);
        out.printf(
            Locale.ROOT,
            "%n── run %d of %d (load of the machine: %.1f before, %.1f after)%n%s",
            number,
            bench.runs(),
            load,
            Machine.load(),
            report.text());
        out.flush();
      }
      out.print(Text.summary(reports));
      if (options.json().isPresent()) {
        Path json = options.json().get();
        Files.writeString(json, Json.of(machine, settings, bench, reports));
        Optional<String> chart = reports.get(reports.size() - 1).chart();
        if (chart.isPresent()) {
          Files.writeString(
              json.resolveSibling(
                  json.getFileName().toString().replaceFirst("\\.json$", "") + ".svg"),
              chart.get());
        }
      }
    }
  }
}
