package io.assay.feed.generate;

/** A department of the plant: its sheet, and the topic that the sheet goes to. */
public enum Stage {
  FABRICATION("fabrication", 28),
  SUB_ASSEMBLY("sub-assembly", 42),
  ASSEMBLY("assembly", 31);

  private final String topic;
  private final int weight;

  Stage(String topic, int weight) {
    this.topic = topic;
    this.weight = weight;
  }

  /** Where its records go. */
  public String topic() {
    return topic;
  }

  /** How many rows its sheet has, in proportion to the others'. */
  int weight() {
    return weight;
  }
}
