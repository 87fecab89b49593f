package io.assay.postgres;

import java.io.Serializable;

/**
 * A table to which many records of a kind bring the same rows, each with a version of its own, and
 * of which the newest version is all that a batch needs, unless one of its records is refused.
 *
 * @param kind of record
 * @param table that it fills
 */
public record Dimension(String kind, String table) implements Serializable {}
