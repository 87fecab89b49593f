package io.assay.model.file;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The text of a file that a test changes in one place, to see what is said about it. */
record Example(String name, String text) {
  static Example of(String name) {
    try (InputStream file = Example.class.getResourceAsStream(name)) {
      return new Example(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with another text in one place, which has to be there. */
  Example with(String before, String after) {
    if (!text.contains(before)) {
      throw new IllegalArgumentException(name + " does not contain " + before);
    }
    int at = text.indexOf(before);
    return new Example(name, text.substring(0, at) + after + text.substring(at + before.length()));
  }

  Pipeline pipeline() {
    return PipelineFile.parse(name, text, Map.of());
  }

  Environment environment() {
    return EnvironmentFile.parse(name, text, Map.of());
  }

  /** What is said when it is read as a pipeline. */
  String pipelineFaults() {
    return catchThrowableOfType(AssayException.class, this::pipeline).getMessage();
  }

  /** What is said when it is read as an environment. */
  String environmentFaults() {
    return catchThrowableOfType(AssayException.class, this::environment).getMessage();
  }
}
