package io.assay.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Spark itself wrote down about an application.
 *
 * @param name of the application
 * @param deployMode client or cluster
 * @param workers the executors on which tasks succeeded, by their ids, and for each the process
 *     that it was: host and port
 */
record EventLog(String name, String deployMode, Map<String, String> workers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Settings with which an application writes one. */
  static List<String> settings(Path directory) {
    return List.of(
        "--conf", "spark.eventLog.enabled=true",
        "--conf", "spark.eventLog.dir=" + directory.toUri(),
        "--conf", "spark.eventLog.rolling.enabled=false",
        "--conf", "spark.eventLog.compress=false");
  }

  /** Those of all applications. */
  static List<EventLog> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .map(EventLog::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventLog read(Path file) {
    String name = "";
    String deployMode = "";
    Map<String, String> executors = new TreeMap<>();
    Set<String> working = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode event = JSON.readTree(line);
        switch (event.path("Event").asText()) {
          case "SparkListenerApplicationStart" -> name = event.path("App Name").asText();
          case "SparkListenerEnvironmentUpdate" ->
              deployMode =
                  event.path("Spark Properties").path("spark.submit.deployMode").asText("client");
          case "SparkListenerBlockManagerAdded" -> {
            JsonNode id = event.path("Block Manager ID");
            executors.put(
                id.path("Executor ID").asText(),
                id.path("Host").asText() + ":" + id.path("Port").asText());
          }
          case "SparkListenerTaskEnd" -> {
            if (event.path("Task End Reason").path("Reason").asText().equals("Success")) {
              working.add(event.path("Task Info").path("Executor ID").asText());
            }
          }
          default -> {
            // of no interest
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    executors.keySet().retainAll(working);
    return new EventLog(name, deployMode, executors);
  }
}
