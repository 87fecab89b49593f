package io.assay.runtime;

import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.nio.file.Path;

/** Reads definition files; what it returns is valid, and all faults of a file are told at once. */
public interface DefinitionReader {
  /** The pipeline that the file defines. */
  Pipeline pipeline(Path file);

  /** The environment that the file defines. */
  Environment environment(Path file);
}
