package io.assay.propose;

import io.assay.model.AssayException;
import io.assay.model.file.PipelineFile;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline proposed for a sample.
 *
 * @param name of the pipeline
 * @param text of the pipeline file: HOCON, which parses
 */
public record Proposal(String name, String text) {

  /**
   * Looks at a sample.
   *
   * @param name lower-case letters, digits and hyphens, for the pipeline
   * @throws AssayException (USER) if the sample holds no JSON object
   */
  public static Proposal of(String name, Sample sample) {
    if (sample.records().stream()
        .noneMatch(record -> record.value().filter(value -> value.size() > 0).isPresent())) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Nothing to propose from: no record of %s holds a JSON object with members."
              .formatted(sample.origin()));
    }
    Optional<ChangeEvents> events = ChangeEvents.in(sample);
    String text =
        events.isPresent()
            ? PipelineText.of(
                name, events.get(), new Normalization(events.get().rows(), events.get().table()))
            : PipelineText.of(name, sample, new Normalization(sample, sample.topic()));
    PipelineFile.parse("proposal", text, Map.of());
    return new Proposal(name, text);
  }
}
