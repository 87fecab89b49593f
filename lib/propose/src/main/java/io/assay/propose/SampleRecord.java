package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One record of a sample.
 *
 * @param key the Kafka key as text, if it has one
 * @param value a JSON object; empty for a tombstone
 */
public record SampleRecord(Optional<String> key, Optional<JsonNode> value) {}
