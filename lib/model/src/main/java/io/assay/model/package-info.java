/**
 * What a pipeline and an environment <em>are</em>: immutable definitions. {@link
 * io.assay.model.file} makes them from files. Parsing is validating: a definition that exists is
 * valid. Nothing here knows Spark, JDBC or Kafka.
 */
package io.assay.model;
