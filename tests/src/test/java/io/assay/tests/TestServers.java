package io.assay.tests;

import io.assay.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The broker and the database server of all tests of this module; they end with the JVM. */
final class TestServers {
  private static final Sandbox SANDBOX = start();

  private TestServers() {}

  static Sandbox sandbox() {
    return SANDBOX;
  }

  private static Sandbox start() {
    Path directory = Repository.root().resolve("tests").resolve("target").resolve("sandbox");
    deleteTree(directory);
    return Sandbox.start(directory);
  }

  /** Deletes a directory and what is in it; nothing if it is absent. */
  static void deleteTree(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }
}
