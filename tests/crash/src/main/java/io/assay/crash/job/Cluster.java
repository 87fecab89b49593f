package io.assay.crash.job;

import io.assay.crash.CrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone cluster of Spark: a master and two workers, each for one executor. */
public final class Cluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int WORKERS = 2;
  private static final long START_SECONDS = 90;
  private static final long POLL_MILLIS = 100;
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Pattern MASTER_URL = Pattern.compile("spark://127\\.0\\.0\\.1:[0-9]+");

  /** Each start of a job brings its JAR anew. */
  private static final Map<String, String> TIDY =
      Map.of(
          "SPARK_WORKER_OPTS",
          "-Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.interval=60 -Dspark.worker.cleanup.appDataTtl=60");

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  private Cluster(Path directory) {
    this.directory = directory;
  }

  /** Starts it, on free ports; returns when the workers are registered. */
  public static Cluster start(Path directory) throws InterruptedException {
    Cluster cluster = new Cluster(directory);
    try {
      cluster.launch();
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** For {@code --master}. */
  public String url() throws InterruptedException {
    return await("master.out", MASTER_URL);
  }

  /**
   * Ends an executor without warning (SIGKILL).
   *
   * @param which any number; the executors are counted round
   */
  public void killExecutor(int which) {
    List<ProcessHandle> executors =
        processes.stream()
            .flatMap(Process::descendants)
            .filter(process -> commandLine(process).contains(EXECUTOR))
            .sorted()
            .toList();
    if (executors.isEmpty()) {
      throw new CrashException("No executor runs");
    }
    executors.get(which % executors.size()).destroyForcibly();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void launch() throws InterruptedException {
    run("master", "Master", "--host", HOST, "--port", "0", "--webui-port", "0");
    await("master.out", Pattern.compile("New state: ALIVE"));
    String url = url();
    for (int worker = 0; worker < WORKERS; worker++) {
      run(
          "worker" + worker,
          "Worker",
          "--host",
          HOST,
          "--cores",
          "1",
          "--memory",
          "1g",
          "--webui-port",
          "0",
          "--work-dir",
          directory.resolve("work" + worker).toString(),
          url);
    }
    for (int worker = 0; worker < WORKERS; worker++) {
      await("worker" + worker + ".out", Pattern.compile("Successfully registered"));
    }
  }

  private void run(String name, String role, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getenv("SPARK_HOME"), "bin", "spark-class").toString());
    command.add("org.apache.spark.deploy." + role.toLowerCase(java.util.Locale.ROOT) + "." + role);
    command.addAll(List.of(arguments));
    processes.add(Commands.start(command, TIDY, directory.resolve(name + ".out")));
  }

  private String await(String file, Pattern wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      Matcher matcher = wanted.matcher(read(directory.resolve(file)));
      if (matcher.find()) {
        return matcher.group();
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new CrashException(
        "Spark's cluster has not started within %d s; see %s"
            .formatted(START_SECONDS, directory.resolve(file)));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new CrashException("Cannot read " + file, e);
    }
  }

  /** From the kernel: the handle of a process leaves out long command lines. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return ""; // ended meanwhile
    }
  }
}
