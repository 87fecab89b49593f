/**
 * Staging: unlogged tables of one run, into which executors stream rows by binary COPY, and from
 * which the driver's transaction takes the rows of the attempts that succeeded.
 */
package io.assay.postgres.staging;
