package io.assay.model.cases;

import java.util.List;

/**
 * One case.
 *
 * @param name lower-case letters, digits and hyphens
 * @param description one line for people; may be empty
 * @param batches in order, into an empty database
 */
public record PipelineCase(
    String name, String description, List<CaseBatch> batches, Expectation expectation) {
  public PipelineCase {
    batches = List.copyOf(batches);
  }
}
