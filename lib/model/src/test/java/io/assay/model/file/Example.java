package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The text of a file that a test changes in one place, to see what is said about it. */
record Example(String name, String text) {
  /** A file with every key of a pipeline. */
  static Example pipelineFile() {
    return of("reference-pipeline.conf");
  }

  /** A file with every key about lists and the tables of their elements. */
  static Example nestedFile() {
    return of("reference-nested.conf");
  }

  /** A file with every key of an environment. */
  static Example environmentFile() {
    return of("reference-environment.conf");
  }

  static Example of(String name) {
    try (InputStream file = Example.class.getResourceAsStream(name)) {
      return new Example(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with another text in one place, which has to be there. */
  Example with(String before, String after) {
    int at = text.indexOf(before);
    if (at < 0) {
      throw new IllegalArgumentException(name + " does not contain " + before);
    }
    return new Example(name, text.substring(0, at) + after + text.substring(at + before.length()));
  }

  Pipeline pipeline() {
    return PipelineFile.parse(name, text, Map.of());
  }

  Environment environment() {
    return EnvironmentFile.parse(name, text, Map.of());
  }

  /** What is said, line by line, when it is read as a pipeline. */
  List<String> pipelineFaults() {
    return faults(catchThrowableOfType(AssayException.class, this::pipeline));
  }

  /** The only thing that is said when it is read as a pipeline. */
  String pipelineFault() {
    List<String> faults = pipelineFaults();
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }

  /** What is said, line by line, when it is read as an environment. */
  List<String> environmentFaults() {
    return faults(catchThrowableOfType(AssayException.class, this::environment));
  }

  /** The only thing that is said when it is read as an environment. */
  String environmentFault() {
    List<String> faults = environmentFaults();
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }

  private List<String> faults(AssayException exception) {
    assertThat(exception).as("the file is refused").isNotNull();
    assertThat(exception.kind()).isEqualTo(AssayException.Kind.USER);
    return exception
        .getMessage()
        .lines()
        .skip(1)
        .map(
            line ->
                line.strip().replaceFirst("^reference-(pipeline|nested|environment)\\.conf:", ""))
        .toList();
  }
}
