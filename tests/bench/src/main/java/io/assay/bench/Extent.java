package io.assay.bench;

/**
 * How much is measured, unless options say otherwise.
 *
 * @param records that are sent at once
 * @param runs on an empty database each
 * @param seconds for which is measured what goes on; 0 where it ends with the records
 */
record Extent(long records, int runs, int seconds) {}
