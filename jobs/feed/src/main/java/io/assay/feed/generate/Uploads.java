package io.assay.feed.generate;

import java.util.HashMap;
import java.util.Map;

/**
 * Which upload a record belongs to. An upload holds a key at most once: first versions, every later
 * revision, and each late record have uploads of their own.
 */
final class Uploads {
  private static final int MAX_ROWS = 500;

  private final long seed;
  private final Map<String, Upload> open = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  Uploads(long seed) {
    this.seed = seed;
  }

  /** The upload for a version of something. */
  Upload of(Stage stage, int revision) {
    String series = stage.topic() + (revision == 1 ? "" : "-revision-" + revision);
    Upload upload = open.get(series);
    if (upload == null || upload.rows() >= MAX_ROWS) {
      upload = another(series);
      open.put(series, upload);
    }
    return upload;
  }

  /** An upload of one row that comes too late. */
  Upload late(Stage stage) {
    return another(stage.topic() + "-late");
  }

  private Upload another(String series) {
    int number = numbers.merge(series, 1, Integer::sum);
    return new Upload("%s-%04d.csv".formatted(series, number), seed);
  }
}
