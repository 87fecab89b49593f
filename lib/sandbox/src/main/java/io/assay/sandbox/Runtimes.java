package io.assay.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the programs of servers and others are: outside of the repository, assembled once. */
public final class Runtimes {
  private static final String ASSEMBLE = "submit/runtime/assemble";

  private Runtimes() {}

  /** The directory that runtimes live in: {@code ASSAY_HOME}, by default {@code ~/.cache/assay}. */
  static Path home() {
    return Optional.ofNullable(System.getenv("ASSAY_HOME"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "assay"))
        .toAbsolutePath();
  }

  /** The Kafka runtime; assembled from Maven artifacts if it is not there. */
  static Path kafka() {
    return assembled("kafka");
  }

  /** The schema registry's runtime; assembled from Maven artifacts if it is not there. */
  static Path registry() {
    return assembled("registry");
  }

  /** The S3 server's runtime; assembled from Maven artifacts if it is not there. */
  static Path s3() {
    return assembled("s3");
  }

  /** The runtime of HDFS's servers; assembled from Maven artifacts if it is not there. */
  static Path hdfs() {
    return assembled("hdfs");
  }

  /** Spark: {@code SPARK_HOME} if that is set, or else assembled from Maven artifacts. */
  static Path spark() {
    return Optional.ofNullable(System.getenv("SPARK_HOME"))
        .map(Path::of)
        .orElseGet(() -> assembled("spark"));
  }

  /**
   * A runtime; assembled from Maven artifacts if it is not there.
   *
   * @param runtime a folder of {@code submit/runtime}
   * @throws SandboxException if it cannot be assembled
   */
  public static Path assembled(String runtime) {
    return Path.of(Commands.output(List.of(assemble().toString(), runtime)));
  }

  private static Path assemble() {
    Path start = Path.of("").toAbsolutePath();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Path script = directory.resolve(ASSEMBLE);
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new SandboxException(
        "There is no " + ASSEMBLE + " in " + start + " or above; start inside of the repository");
  }
}
