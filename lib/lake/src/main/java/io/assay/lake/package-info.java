/**
 * The Delta tables of the data lake. {@link io.assay.lake.RawTable} holds every Kafka record byte
 * for byte and, with each commit, the positions up to which Kafka has been read; {@link
 * io.assay.lake.RawWriter} is its only writer. {@link io.assay.lake.SilverTable} holds the accepted
 * records of a kind, typed.
 */
package io.assay.lake;
