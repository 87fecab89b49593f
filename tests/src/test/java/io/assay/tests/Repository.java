package io.assay.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where things are. */
final class Repository {
  /** The jobs, each of which is one shaded JAR. */
  static final List<String> JOBS = List.of("feed", "land", "refine", "run", "admin");

  private Repository() {}

  /**
   * The root of the repository: the nearest directory from here upwards with {@code submit/assay}.
   */
  static Path root() {
    for (Path directory = Path.of("").toAbsolutePath();
        directory != null;
        directory = directory.getParent()) {
      if (Files.exists(directory.resolve("submit").resolve("assay"))) {
        return directory;
      }
    }
    throw new IllegalStateException("The tests do not run inside of the repository");
  }
}
