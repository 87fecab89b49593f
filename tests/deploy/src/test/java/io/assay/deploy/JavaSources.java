package io.assay.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of a module. */
final class JavaSources {
  private JavaSources() {}

  /** All of them, one after another. */
  static String of(String folder) {
    try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> Repository.text(Repository.ROOT.relativize(file).toString()))
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
