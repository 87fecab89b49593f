package io.assay.model;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/** Which topics a pipeline reads. */
public sealed interface Topics extends Serializable {

  /** Whether a topic of that name is one of them. */
  boolean has(String topic);

  /** Exact names; each of the topics has to exist. */
  record Named(List<String> names) implements Topics {
    public Named {
      names = List.copyOf(names);
    }

    @Override
    public boolean has(String topic) {
      return names.contains(topic);
    }
  }

  /**
   * All topics whose whole name a Java regular expression matches, but for Kafka's internal ones. A
   * topic that comes later is read from its beginning.
   */
  record Matching(String pattern) implements Topics {
    @Override
    public boolean has(String topic) {
      return Pattern.compile(pattern).matcher(topic).matches();
    }
  }
}
