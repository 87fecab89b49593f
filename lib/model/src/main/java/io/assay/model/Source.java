package io.assay.model;

import java.io.Serializable;
import java.util.List;

/**
 * The topics of a pipeline and how their records are written.
 *
 * @param subscription which topics
 * @param format how a record's value is decoded
 * @param keyFormat how a record's key is decoded, where members of it are asked for
 * @param names how field names of the data are matched with {@code from}
 */
public record Source(Topics subscription, Format format, Format keyFormat, NameMatching names)
    implements Serializable {

  /** Topics of these names, with keys that are plain text. */
  public Source(List<String> topics, Format format, NameMatching names) {
    this(new Topics.Named(topics), format, Format.Text.WHOLE, names);
  }

  /** The exact names of the topics; none where a pattern says which. */
  public List<String> topics() {
    return subscription instanceof Topics.Named named ? named.names() : List.of();
  }

  /** Whether a record's value or key says by an id which schema of a registry it has. */
  public boolean needsRegistry() {
    return format.needsRegistry() || keyFormat.needsRegistry();
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
