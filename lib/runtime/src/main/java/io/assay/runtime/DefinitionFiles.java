package io.assay.runtime;

import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import java.nio.file.Path;

/** Definitions from HOCON files. */
public final class DefinitionFiles {
  public Pipeline pipeline(Path file) {
    return PipelineFile.parse(file);
  }

  public Environment environment(Path file) {
    return EnvironmentFile.parse(file);
  }
}
