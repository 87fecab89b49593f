package io.assay.tests;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Definitions of pipelines that only tests use. */
final class TestPipeline {
  private TestPipeline() {}

  /** Where the definition is, as an argument of a command. */
  static String file(String name) {
    try {
      return Path.of(TestPipeline.class.getResource(name + ".conf").toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("No pipeline " + name, e);
    }
  }
}
