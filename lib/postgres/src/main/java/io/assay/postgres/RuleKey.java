package io.assay.postgres;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A rule of a kind of record.
 *
 * @param kind empty for records that no kind takes
 */
public record RuleKey(String kind, String rule) implements Serializable, Comparable<RuleKey> {
  private static final Comparator<RuleKey> ORDER =
      Comparator.comparing(RuleKey::kind).thenComparing(RuleKey::rule);

  @Override
  public int compareTo(RuleKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + "/" + rule;
  }
}
