package io.assay.model;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A password or token: only ever a pointer to where it is kept. {@link #toString()} never shows it.
 */
public sealed interface Secret extends Serializable {

  /** The secret itself, read now. */
  String reveal();

  /** In an environment variable. */
  record FromEnvironment(String variable) implements Secret {
    @Override
    public String reveal() {
      String value = System.getenv(variable);
      if (value == null) {
        throw new AssayException(
            AssayException.Kind.USER,
            "Secret not found: the environment variable "
                + variable
                + " is not set. Set it, or point the secret at a file.");
      }
      return value;
    }
  }

  /** In a file; a final line break is not part of it. */
  record FromFile(String path) implements Secret {
    @Override
    public String reveal() {
      try {
        return Files.readString(Path.of(path)).stripTrailing();
      } catch (IOException e) {
        throw new AssayException(
            AssayException.Kind.USER, "Secret not found: cannot read the file " + path, e);
      }
    }
  }
}
