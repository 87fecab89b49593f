package io.assay.tests;

import io.assay.sandbox.Sandbox;
import java.nio.file.Path;

/** The broker and the database server of all tests of this module; they end with the JVM. */
final class TestServers {
  private static final Sandbox SANDBOX = start();

  private TestServers() {}

  static Sandbox sandbox() {
    return SANDBOX;
  }

  private static Sandbox start() {
    Path directory = Repository.root().resolve("tests").resolve("target").resolve("sandbox");
    DirectoryTree.delete(directory);
    return Sandbox.start(directory);
  }
}
