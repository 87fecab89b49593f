/**
 * What a pipeline and an environment <em>are</em>: immutable definitions, and the parser that makes
 * them from HOCON. Parsing is validating: a definition that exists is valid. Nothing here knows
 * Spark, JDBC or Kafka.
 */
package io.assay.model;
