package io.assay.model;

import java.io.Serializable;
import java.util.List;

/**
 * The topics of a pipeline and how their values are written.
 *
 * @param topics exact topic names
 * @param format how a record's value is decoded
 * @param names how field names of the data are matched with {@code from}
 */
public record Source(List<String> topics, Format format, NameMatching names)
    implements Serializable {
  public Source {
    topics = List.copyOf(topics);
  }

  /** How a field name found in the data is compared with the {@code from} of a field. */
  public enum NameMatching {
    /** To the letter. */
    EXACT,
    /**
     * Without regard to case, outer white space, and runs of white space inside: {@code "Start Date
     * "} is {@code "start date"}.
     */
    RELAXED
  }
}
