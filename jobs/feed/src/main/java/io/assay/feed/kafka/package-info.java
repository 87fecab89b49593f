/**
 * Kafka as the feed sees it: topics are there, and every record that was sent is known to have
 * arrived.
 */
package io.assay.feed.kafka;
