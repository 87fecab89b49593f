package io.assay.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.sandbox.SparkCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * A driver that runs on a worker, as the master knows it.
 *
 * @param id by which it can be killed
 * @param mainClass of the job
 * @param state RUNNING, FINISHED, FAILED, KILLED, …
 */
record ClusterDriver(String id, String mainClass, String state) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All that the master remembers. */
  static List<ClusterDriver> all(SparkCluster cluster) {
    List<ClusterDriver> drivers = new ArrayList<>();
    try {
      JsonNode state = JSON.readTree(cluster.state());
      for (String list : List.of("activedrivers", "completeddrivers")) {
        for (JsonNode driver : state.path(list)) {
          drivers.add(
              new ClusterDriver(
                  driver.path("id").asText(),
                  driver.path("mainclass").asText(),
                  driver.path("state").asText()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The master answers with something else than JSON", e);
    }
    return drivers;
  }

  boolean hasEnded() {
    return List.of("FINISHED", "FAILED", "KILLED", "ERROR").contains(state);
  }
}
