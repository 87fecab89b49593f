package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.flow.fault.Running;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors are processes here, of a standalone cluster that lives with its driver. */
class ExecutorKilledTest {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final TestPostgres postgres = TestPostgres.fresh();
  @TempDir Path folder;

  @Test
  void peerBug02AnExecutorThatIsKilledInTheMiddleOfCopyLeavesNothingAndTheBatchIsAppliedOnce()
      throws Exception {
    Process driver = start();
    try {
      Running.awaitThat("the driver: " + err(), () -> out().contains("staging ") || ended(driver));
      String staging = out().lines().filter(line -> line.startsWith("staging ")).findFirst().get();
      try (TestPostgres.Held ignored =
          postgres.hold(
              "lock table " + staging.substring("staging ".length()) + " in exclusive mode")) {
        go(driver);
        Running.awaitThat("both executors in COPY", () -> copying() == 2 || ended(driver));
        List<ProcessHandle> executors = executors(driver);
        assertThat(executors).hasSize(2);
        executors.get(0).destroyForcibly();
        executors.get(0).onExit().get(1, TimeUnit.MINUTES);
      }
      assertThat(driver.waitFor(2, TimeUnit.MINUTES)).as(err()).isTrue();
      assertThat(driver.exitValue()).as(err()).isZero();
    } finally {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroyForcibly();
    }
    int all = ClusterBatch.RECORDS;
    assertThat(postgres.rows("select count(*), count(distinct id) from item"))
        .containsExactly(all + "|" + all);
    assertThat(postgres.rows("select raw, applied, quarantined from assay.batch_topic"))
        .containsExactly(all + "|" + all + "|0");
    assertThat(postgres.rows("select count(*) from pg_tables where schemaname = 'assay_staging'"))
        .containsExactly("0");
  }

  private long copying() {
    return Long.parseLong(
        postgres
            .rows(
                "select count(*) from pg_stat_activity where datname = current_database() and query ilike 'copy%' and wait_event_type = 'Lock'")
            .get(0));
  }

  private static boolean ended(Process driver) {
    assertThat(driver.isAlive()).as("the driver lives").isTrue();
    return false;
  }

  private static void go(Process driver) throws IOException {
    OutputStream in = driver.getOutputStream();
    in.write("go\n".getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** By the kernel: the handle of a process leaves out long command lines. */
  private static List<ProcessHandle> executors(Process driver) {
    return driver
        .descendants()
        .filter(
            process -> {
              try {
                return Files.readString(Path.of("/proc", process.pid() + "", "cmdline"))
                    .contains(EXECUTOR);
              } catch (IOException e) {
                return false; // ended meanwhile
              }
            })
        .toList();
  }

  private Process start() throws IOException {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-") && !argument.startsWith("-javaagent"))
            .toList();
    String classPath = System.getProperty("java.class.path");
    Files.createDirectories(folder.resolve("jars"));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Dspark.master=local-cluster[2,1,512]",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.leafNodeDefaultParallelism=2",
            "-Dspark.executor.memory=512m",
            "-Dspark.executor.extraClassPath=" + classPath,
            "-Dspark.executor.extraJavaOptions=" + opened(options),
            "-cp",
            classPath,
            ClusterBatch.class.getName(),
            postgres.database().url(),
            postgres.database().user(),
            TestPostgres.server().passwordFile().toString(),
            folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder.start();
  }

  /** What opens Java's modules; the heap is Spark's to set. */
  private static String opened(List<String> options) {
    return String.join(" ", options.stream().filter(option -> !option.startsWith("-X")).toList());
  }

  private String out() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  private String err() throws IOException {
    Path file = folder.resolve("err");
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
