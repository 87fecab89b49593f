package io.assay.crash.job;

import io.assay.crash.feed.Workload;
import io.assay.sandbox.Sandbox;
import io.assay.sandbox.SparkCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Servers, lake and jobs.
 *
 * @param proxy by which the jobs reach the database
 * @param cluster where the first pipeline's refine has its executors
 */
public record Installation(
    Sandbox sandbox,
    DatabaseProxy proxy,
    Lake lake,
    Optional<SparkCluster> cluster,
    List<PipelineJobs> pipelines)
    implements AutoCloseable {

  /** Where the executors of a job are. */
  public enum Executors {
    IN_THE_DRIVER,
    OF_A_CLUSTER
  }

  /**
   * Starts the servers; no job runs yet.
   *
   * @param executors those of the first pipeline's refine
   * @param lakeKind what the lake is
   */
  public static Installation start(
      Path directory, List<Workload> workloads, Executors executors, Lake.Kind lakeKind)
      throws IOException {
    Sandbox sandbox = Sandbox.start(directory);
    int port = URI.create(sandbox.jdbcUrl().substring("jdbc:".length())).getPort();
    DatabaseProxy proxy = DatabaseProxy.before(port);
    Lake lake = lakeKind.create(directory);
    Path environment = directory.resolve("crash.conf");
    Files.writeString(
        environment,
        Files.readString(sandbox.environmentFile())
            .replaceFirst(
                "(?s)lake \\{.*?\n}",
                Matcher.quoteReplacement("lake {\n  " + lake.settings() + "\n}"))
            .replace(":" + port + "/", ":" + proxy.port() + "/")
            .replace("statement-timeout = 10 minutes", "statement-timeout = 1 minute"));
    Optional<SparkCluster> cluster =
        executors == Executors.OF_A_CLUSTER
            ? Optional.of(
                SparkCluster.start(
                    directory.resolve("cluster"), SparkCluster.Worker.forOneExecutor()))
            : Optional.empty();
    List<PipelineJobs> pipelines = new ArrayList<>();
    for (Workload workload : workloads) {
      List<String> spark =
          cluster.isPresent() && pipelines.isEmpty()
              ? PipelineJobs.on(cluster.get())
              : PipelineJobs.local();
      pipelines.add(new PipelineJobs(workload, environment, directory.resolve("logs"), spark));
    }
    return new Installation(sandbox, proxy, lake, cluster, List.copyOf(pipelines));
  }

  /** All jobs. */
  public List<SupervisedJob> jobs() {
    return pipelines.stream()
        .flatMap(jobs -> List.of(jobs.land(), jobs.refine()).stream())
        .toList();
  }

  /** A connection to the database that goes past the proxy. */
  public Connection connect() throws SQLException {
    return sandbox.postgres().connect();
  }

  /** Ends all jobs and the cluster without warning; the servers end with this process. */
  public void endJobs() {
    pipelines.forEach(PipelineJobs::close);
    cluster.ifPresent(SparkCluster::close);
  }

  @Override
  public void close() throws IOException {
    endJobs();
    lake.close();
    proxy.close();
    sandbox.close();
  }
}
