package io.assay.bench;

import java.util.Map;

/** Makes up records; the same seed gives the same ones. */
interface Records {

  /** The next record. */
  Message next();

  /** How many rows the records made so far become, by table. */
  Map<String, Long> rows();

  /**
   * A record as it is sent.
   *
   * @param key of Kafka
   * @param value JSON
   */
  record Message(String key, String value) {}
}
