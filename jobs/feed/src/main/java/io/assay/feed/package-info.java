/**
 * The job that puts records into Kafka: {@code feed files} sends the rows of CSV files, {@code feed
 * generate} makes records of any number, the same ones for the same seed. It goes through
 * spark-submit like every job but starts no Spark session.
 */
package io.assay.feed;
