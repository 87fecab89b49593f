package io.assay.model.file;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import java.nio.file.Path;
import java.util.Map;

/**
 * An environment as people write it. Parsing is validating: every fault of the file is told at
 * once, and no secret with it.
 */
public final class EnvironmentFile {
  private static final String WHAT = "environment";

  private EnvironmentFile() {}

  /**
   * Reads an environment file. {@code ${NAME}} in it may be an environment variable.
   *
   * @throws AssayException (USER) with a line for every fault
   */
  public static Environment parse(Path file) {
    return parse(file.toString(), DefinitionFile.text(WHAT, file), System.getenv());
  }

  /**
   * Reads an environment from a text.
   *
   * @param name stands for the file in messages; files are included relative to it
   * @param text HOCON
   * @param environment what {@code ${NAME}} may refer to
   * @throws AssayException (USER) with a line for every fault
   */
  public static Environment parse(String name, String text, Map<String, String> environment) {
    return DefinitionFile.parse(
        WHAT, name, text, environment, EnvironmentSections.ENVIRONMENT, EnvironmentParser::parse);
  }
}
