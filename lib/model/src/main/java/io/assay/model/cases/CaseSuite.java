package io.assay.model.cases;

import java.util.List;

/** The cases of a file, in its order. */
public record CaseSuite(List<PipelineCase> cases) {
  public CaseSuite {
    cases = List.copyOf(cases);
  }
}
