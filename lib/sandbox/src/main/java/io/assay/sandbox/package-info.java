/**
 * Real servers as local processes, for the demonstration, tests and benchmarks: {@link
 * io.assay.sandbox.Sandbox} has a Kafka broker and a PostgreSQL server, on free ports of the
 * loopback interface, with their data in one directory. Both are as durable as in production
 * (PostgreSQL syncs), can be killed hard and started again on the same port and data. A cluster of
 * Spark and a schema registry are started likewise.
 */
package io.assay.sandbox;
