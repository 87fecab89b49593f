package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param sql a field, or an element of a list and its field
 * @param type as a pipeline file names it
 * @param isField whether the SQL is nothing but a field of the record
 * @param source the name of the last member in the data
 * @param value what it is for a row of the table's relation
 */
record ColumnIdea(
    String name,
    String sql,
    String type,
    boolean isField,
    String source,
    Function<Occurrence, JsonNode> value) {}
