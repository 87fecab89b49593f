package io.assay.model.file;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import java.nio.file.Path;
import java.util.Map;

/**
 * A pipeline as people write it. Parsing is validating: every fault of the file is told at once.
 */
public final class PipelineFile {
  private static final String WHAT = "pipeline";

  private PipelineFile() {}

  /**
   * Reads a pipeline file. {@code ${NAME}} in it may be an environment variable.
   *
   * @throws AssayException (USER) with a line for every fault
   */
  public static Pipeline parse(Path file) {
    return parse(file.toString(), DefinitionFile.text(WHAT, file), System.getenv());
  }

  /**
   * Reads a pipeline from a text.
   *
   * @param name stands for the file in messages; files are included relative to it
   * @param text HOCON
   * @param environment what {@code ${NAME}} may refer to
   * @throws AssayException (USER) with a line for every fault
   */
  public static Pipeline parse(String name, String text, Map<String, String> environment) {
    return DefinitionFile.parse(
        WHAT, name, text, environment, PipelineSections.PIPELINE, PipelineParser::parse);
  }
}
