package io.assay.postgres.staging;

import java.io.Serializable;

/**
 * A column of a staging table.
 *
 * @param name those of the suite begin with an underscore
 * @param type as {@code format_type} prints it
 */
public record StagedColumn(String name, String type) implements Serializable {}
