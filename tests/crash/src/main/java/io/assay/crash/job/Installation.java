package io.assay.crash.job;

import io.assay.crash.feed.Workload;
import io.assay.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Servers, lake and jobs.
 *
 * @param proxy by which the jobs reach the database
 */
public record Installation(
    Sandbox sandbox, DatabaseProxy proxy, Lake lake, List<PipelineJobs> pipelines)
    implements AutoCloseable {

  /** Starts the servers; no job runs yet. */
  public static Installation start(Path directory, List<Workload> workloads) throws IOException {
    Sandbox sandbox = Sandbox.start(directory);
    int port = URI.create(sandbox.jdbcUrl().substring("jdbc:".length())).getPort();
    DatabaseProxy proxy = DatabaseProxy.before(port);
    Lake lake = Lake.create(directory);
    Path environment = directory.resolve("crash.conf");
    Files.writeString(
        environment,
        Files.readString(sandbox.environmentFile())
            .replace(":" + port + "/", ":" + proxy.port() + "/")
            .replace("statement-timeout = 10 minutes", "statement-timeout = 1 minute"));
    List<PipelineJobs> pipelines =
        workloads.stream()
            .map(workload -> new PipelineJobs(workload, environment, directory.resolve("logs")))
            .toList();
    return new Installation(sandbox, proxy, lake, pipelines);
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

  @Override
  public void close() throws IOException {
    pipelines.forEach(PipelineJobs::close);
    proxy.close();
    sandbox.close();
  }
}
