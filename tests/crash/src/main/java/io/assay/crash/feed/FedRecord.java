package io.assay.crash.feed;

/**
 * A record before Kafka has given it a place.
 *
 * @param partition where it is sent to
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FedRecord(int partition, byte[] key, byte[] value, Statement statement) {}
