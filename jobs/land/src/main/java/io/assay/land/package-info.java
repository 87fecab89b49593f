/** The job that copies Kafka topics into the raw table. */
package io.assay.land;
