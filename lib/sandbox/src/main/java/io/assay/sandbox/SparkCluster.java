package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of Spark: a master and two workers, as processes of this machine that end
 * with this process. Executors and drivers of cluster mode are children of the workers. Thread-safe
 * but for {@link #close()}.
 */
public final class SparkCluster implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final Duration START = Duration.ofSeconds(90);
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final Pattern MASTER_URL =
      Pattern.compile("spark://" + LoopbackPort.HOST.replace(".", "\\.") + ":[0-9]+");
  private static final Pattern PAGE_PORT = Pattern.compile("'MasterUI' on port [0-9]+");
  private static final Pattern REST_PORT =
      Pattern.compile("Started REST server for submitting applications on .*port [0-9]+");
  private static final Pattern ALIVE = Pattern.compile("New state: ALIVE");
  private static final Pattern REGISTERED = Pattern.compile("Successfully registered");

  /** A driver that is told to end is given the time in which a job of the suite ends its batch. */
  private static final String DRIVER_TIME = "-Dspark.worker.driverTerminateTimeout=50s";

  /**
   * What a worker offers.
   *
   * @param cores of processor, as far as Spark counts them
   * @param megabytes of memory, as far as Spark counts them
   * @param keepSeconds how long it keeps what drivers and executors leave that have ended: the
   *     job's JAR, and what they printed
   * @param variables environment variables that its executors find, such as those of secrets
   */
  public record Worker(int cores, int megabytes, int keepSeconds, Map<String, String> variables) {
    /** A worker for one executor, of a job that is started again and again. */
    public static Worker forOneExecutor() {
      return new Worker(1, 1024, 60, Map.of());
    }

    public Worker {
      variables = Map.copyOf(variables);
    }

    private Map<String, String> environment() {
      Map<String, String> environment = new HashMap<>(variables);
      environment.put(
          "SPARK_WORKER_OPTS",
          "%s -Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.interval=60 -Dspark.worker.cleanup.appDataTtl=%d"
              .formatted(DRIVER_TIME, keepSeconds));
      return environment;
    }
  }

  private final Path directory;
  private final Path home = Runtimes.spark();
  private final List<ServerProcess> processes = new ArrayList<>();

  private SparkCluster(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** Starts it, on free ports; returns when both workers are registered. */
  public static SparkCluster start(Path directory, Worker worker) {
    SparkCluster cluster = new SparkCluster(directory);
    cluster.forgetEarlierLogs();
    try {
      cluster.launch(worker);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** For {@code --master}. */
  public String url() {
    return found(log("master"), MASTER_URL);
  }

  /** For {@code --master} of {@code --kill} and {@code --status}: these ask another port. */
  public String restUrl() {
    return "spark://" + LoopbackPort.HOST + ":" + port(REST_PORT);
  }

  /** What the master knows of workers, applications and drivers: its page {@code /json/}. */
  public String state() {
    String page = "http://" + LoopbackPort.HOST + ":" + port(PAGE_PORT) + "/json/";
    try {
      URLConnection connection = URI.create(page).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SandboxException("Spark's master does not answer at " + page, e);
    }
  }

  /** The folders in which the workers keep what drivers and executors print. */
  public List<Path> workFolders() {
    return Stream.iterate(0, worker -> worker + 1).limit(WORKERS).map(this::workFolder).toList();
  }

  /**
   * Ends an executor without warning (SIGKILL).
   *
   * @param which any number; the executors are counted round
   */
  public void killExecutor(int which) {
    List<ProcessHandle> executors =
        processes.stream()
            .flatMap(ServerProcess::descendants)
            .filter(process -> commandLine(process).contains(EXECUTOR))
            .sorted()
            .toList();
    if (executors.isEmpty()) {
      throw new SandboxException("No executor runs; see " + directory);
    }
    executors.get(which % executors.size()).destroyForcibly();
  }

  /** Ends everything without warning, executors and drivers too. */
  @Override
  public void close() {
    processes.forEach(ServerProcess::kill);
  }

  /** What an earlier cluster in the same folder has said would be taken for this one's words. */
  private void forgetEarlierLogs() {
    try (DirectoryStream<Path> logs =
        Files.newDirectoryStream(Files.createDirectories(directory), "*.out")) {
      for (Path log : logs) {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new SandboxException("Cannot use " + directory + " for a Spark cluster", e);
    }
  }

  private void launch(Worker worker) {
    await(
        run(
            "master",
            "Master",
            Map.of("SPARK_MASTER_OPTS", "-Dspark.master.rest.port=0"),
            "--port",
            "0"),
        ALIVE);
    String url = url();
    List<ServerProcess> workers = new ArrayList<>();
    for (int number = 0; number < WORKERS; number++) {
      workers.add(
          run(
              "worker" + number,
              "Worker",
              worker.environment(),
              "--cores",
              Integer.toString(worker.cores()),
              "--memory",
              worker.megabytes() + "m",
              "--work-dir",
              workFolder(number).toString(),
              url));
    }
    workers.forEach(started -> await(started, REGISTERED));
  }

  private ServerProcess run(
      String name, String role, Map<String, String> variables, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("bin").resolve("spark-class").toString(),
                "org.apache.spark.deploy." + role.toLowerCase(Locale.ROOT) + "." + role,
                "--host",
                LoopbackPort.HOST,
                "--webui-port",
                "0"));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(variables);
    all.put("SPARK_HOME", home.toString());
    all.put("SPARK_LOCAL_IP", LoopbackPort.HOST);
    all.put("SPARK_DAEMON_MEMORY", "256m");
    all.put("SPARK_DAEMON_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    ServerProcess process =
        ServerProcess.start(
            "Spark's " + name, command, all, log(name), Lifetime.OURS, ServerProcess.Signal.KILL);
    processes.add(process);
    return process;
  }

  private static void await(ServerProcess process, Pattern words) {
    process.awaitAnswer(() -> found(process.log(), words), START);
  }

  private Path workFolder(int worker) {
    return directory.resolve("work" + worker);
  }

  private Path log(String name) {
    return directory.resolve(name + ".out");
  }

  /** The number at the end of what the master has said. */
  private String port(Pattern words) {
    return found(log("master"), words).replaceAll(".* ", "");
  }

  private static String found(Path log, Pattern words) {
    try {
      Matcher matcher = words.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher.group();
      }
      throw new SandboxException("There is no '" + words + "' in " + log);
    } catch (IOException e) {
      throw new SandboxException("Cannot read " + log, e);
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
