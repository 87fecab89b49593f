package io.assay.postgres.schema;

import io.assay.model.ColumnType;

/**
 * A column that a record's member has got without being in the definition.
 *
 * @param kind the kind of record
 * @param member the member's name in the data
 * @param table the root table of the kind
 * @param column the column, and the field that takes the member
 * @param type its type
 */
public record AddedColumn(
    String kind, String member, String table, String column, ColumnType type) {}
