package io.assay.flow.land;

/** Where a topic begins of which nothing has been landed. */
public enum Starting {
  /** With the first record that Kafka has. */
  EARLIEST,
  /** With the first record that comes from now on. */
  LATEST
}
