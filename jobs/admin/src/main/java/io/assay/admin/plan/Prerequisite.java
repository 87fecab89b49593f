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

  /**
   * The names of what is missing.
   *
   * @throws AssayException if nobody answers
   */
  List<String> missing(Pipeline pipeline, Environment environment);
}
