package io.assay.admin.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.postgres.report.LastCommit;
import io.assay.postgres.report.LastRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A status as programs read it: one JSON object; times in UTC, ages in seconds. */
public final class StatusJson {
  private StatusJson() {}

  public static String of(PipelineStatus status) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", status.pipeline());
    tree.put("state", status.state().name().toLowerCase(Locale.ROOT));
    tree.put("lock_session", status.holder().map(holder -> (Object) holder.session()).orElse(null));
    tree.put("run", status.run().map(StatusJson::run).orElse(null));
    tree.put("last_commit", status.commit().map(StatusJson::commit).orElse(null));
    tree.put("land_behind", status.landBehind());
    tree.put("refine_behind", status.refineBehind());
    tree.put("stale_seconds", status.staleness().map(StatusJson::seconds).orElse(0.0));
    tree.put("quarantined", status.waiting().quarantined());
    tree.put("held", status.waiting().held());
    tree.put("breakers", status.breakers());
    tree.put("partitions", status.partitions().stream().map(StatusJson::partition).toList());
    try {
      return new ObjectMapper().writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps of texts and numbers are always JSON", e);
    }
  }

  private static Map<String, Object> run(LastRun run) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", run.id().toString());
    tree.put("application", run.application());
    tree.put("host", run.host());
    tree.put("started_at", run.startedAt().toString());
    tree.put("ended_at", run.endedAt().map(Object::toString).orElse(null));
    return tree;
  }

  private static Map<String, Object> commit(LastCommit commit) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("batch", commit.batch());
    tree.put("at", commit.at().toString());
    tree.put("seconds_ago", seconds(commit.age()));
    tree.put("records", commit.records());
    return tree;
  }

  private static Map<String, Object> partition(PartitionStatus partition) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("topic", partition.topic());
    tree.put("partition", partition.partition());
    tree.put("earliest", partition.earliest());
    tree.put("end", partition.end());
    tree.put("landed", partition.landed());
    tree.put("refined", partition.refined());
    tree.put("land_behind", partition.landBehind());
    tree.put("refine_behind", partition.refineBehind());
    tree.put("expired", partition.expired());
    return tree;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
