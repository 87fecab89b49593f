package io.assay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/**
 * What a team writes with Flink SQL: reads a topic to its end, decodes the JSON, and upserts the
 * rows with the JDBC connector, tuned. Started by {@link FlinkWriter}, which has the order of the
 * arguments.
 */
public final class FlinkWriterMain {
  private static final String ROWS_IN_A_BATCH = "10000";

  private FlinkWriterMain() {}

  /** Runs the job. */
  public static void main(String[] args)
      throws IOException, ExecutionException, InterruptedException {
    String url = args[2];
    String password = Files.readString(Path.of(args[4]));
    TableEnvironment flink =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(
                    Configuration.fromMap(
                        Map.of(
                            "parallelism.default",
                            Integer.toString(Runtime.getRuntime().availableProcessors()),
                            "pipeline.object-reuse",
                            "true",
                            "execution.checkpointing.interval",
                            "10 s",
                            "table.local-time-zone",
                            "UTC")))
                .build());
    flink.executeSql(
        table(
            "record",
            args[6],
            Map.of(
                "connector", "kafka",
                "properties.bootstrap.servers", args[0],
                "topic", args[1],
                "scan.startup.mode", "earliest-offset",
                "scan.bounded.mode", "latest-offset",
                "format", "json",
                "json.timestamp-format.standard", "ISO-8601")));
    flink.executeSql(
        table(
            "stored",
            args[7],
            Map.of(
                "connector",
                "jdbc",
                "url",
                url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true",
                "username",
                args[3],
                "password",
                password,
                "table-name",
                args[5],
                "sink.buffer-flush.max-rows",
                ROWS_IN_A_BATCH,
                "sink.buffer-flush.interval",
                "1s")));
    flink.executeSql("insert into stored " + args[8]).await();
  }

  private static String table(String name, String columns, Map<String, String> options) {
    StringBuilder ddl = new StringBuilder("create table " + name + " (" + columns + ") with (");
    String comma = "";
    for (Map.Entry<String, String> option : options.entrySet()) {
      ddl.append(comma).append(literal(option.getKey())).append('=');
      ddl.append(literal(option.getValue()));
      comma = ", ";
    }
    return ddl.append(')').toString();
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
