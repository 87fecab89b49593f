package io.assay.propose;

import java.util.List;

/**
 * Records of one topic, as they were found.
 *
 * @param topic where they are, or are to be
 * @param origin for people: what was looked at
 * @param records in the order of the topic or file; each one a JSON object or a tombstone
 * @param unreadable how many further records were no JSON objects
 * @param declared what is known of them besides
 */
public record Sample(
    String topic, String origin, List<SampleRecord> records, int unreadable, Declared declared) {
  public Sample {
    records = List.copyOf(records);
  }

  /** A sample of JSON. */
  public Sample(String topic, String origin, List<SampleRecord> records, int unreadable) {
    this(topic, origin, records, unreadable, Declared.JSON);
  }
}
