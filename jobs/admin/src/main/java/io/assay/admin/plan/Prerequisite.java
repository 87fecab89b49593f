package io.assay.admin.plan;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import java.util.List;

/** Something outside of the database that a pipeline needs and does not make itself. */
interface Prerequisite {
  /** What it is about, for a heading, such as {@code topics}. */
  String name();

  /** What a person has to do about what is missing. */
  String remedy();

  /** Whether the pipeline needs it at all. */
  boolean concerns(Pipeline pipeline);

  /**
   * Looks.
   *
   * @throws AssayException if nobody answers
   */
  Presence look(Pipeline pipeline, Environment environment);

  /**
   * What was seen.
   *
   * @param found the names of what is there
   * @param missing the names of what is not
   */
  record Presence(List<String> found, List<String> missing) {
    public Presence {
      found = List.copyOf(found);
      missing = List.copyOf(missing);
    }
  }
}
