/** What the clients of Kafka say when they fail, in the suite's words. */
package io.assay.runtime.kafka;
