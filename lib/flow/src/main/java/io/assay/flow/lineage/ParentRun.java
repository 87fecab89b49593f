package io.assay.flow.lineage;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** The run that a query is a part of. */
record ParentRun(String namespace, String name, UUID runId) {
  /** Schedulers such as Airflow say with it who has started us: namespace/name/run. */
  static final String VARIABLE = "OPENLINEAGE_PARENT_ID";

  /** The one that the variable names, or the application. */
  static ParentRun of(Optional<String> variable, String namespace, SparkSession session) {
    return variable
        .flatMap(ParentRun::parse)
        .orElseGet(
            () ->
                new ParentRun(
                    namespace,
                    session.sparkContext().appName(),
                    UUID.nameUUIDFromBytes(
                        session.sparkContext().applicationId().getBytes(StandardCharsets.UTF_8))));
  }

  private static Optional<ParentRun> parse(String text) {
    String[] parts = text.split("/");
    try {
      return parts.length == 3
          ? Optional.of(new ParentRun(parts[0], parts[1], UUID.fromString(parts[2])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
