/**
 * The Kafka side of the queries: connecting with the environment's options and secrets, asking
 * brokers how far topics reach, reading records in the shape that the raw table has, and finding
 * offsets that expired before they were read.
 */
package io.assay.flow.kafka;
