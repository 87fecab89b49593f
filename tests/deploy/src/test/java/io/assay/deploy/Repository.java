package io.assay.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are. */
final class Repository {
  /** The repository. */
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  /** What is rendered. */
  static final Path MANIFESTS = ROOT.resolve("k8s/spark-operator");

  private Repository() {}

  /** The overlays, by their names. */
  static List<String> overlays() {
    return names(MANIFESTS.resolve("overlays"));
  }

  /** The pipelines of {@code conf/pipelines}. */
  static List<String> pipelines() {
    return names(ROOT.resolve("conf/pipelines")).stream()
        .filter(name -> name.endsWith(".conf") && !name.endsWith(".cases.conf"))
        .map(name -> name.substring(0, name.length() - ".conf".length()))
        .toList();
  }

  /** The names of what is in a folder, sorted. */
  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file. */
  static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
