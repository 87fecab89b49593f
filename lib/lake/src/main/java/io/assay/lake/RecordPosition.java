package io.assay.lake;

/** Where a record stands in Kafka. */
public record RecordPosition(String topic, int partition, long offset) {}
