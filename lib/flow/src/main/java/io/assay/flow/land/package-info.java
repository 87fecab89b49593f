/**
 * land: copies every record of a pipeline's topics, byte for byte and once, into the raw table. It
 * needs Kafka and the lake, nothing else.
 */
package io.assay.flow.land;
