package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param sql a field, or an element of a list and its field
 * @param type as a pipeline file names it
 * @param isField whether the SQL is nothing but a field of the record
 * @param isReference whether it is a foreign key to something outside of its record
 * @param source path in the data, from the object that the table is about; empty if it is not taken
 *     from there
 * @param value what it is for a row of the table's relation
 */
record ColumnIdea(
    String name,
    String sql,
    String type,
    boolean isField,
    boolean isReference,
    String source,
    Function<Occurrence, JsonNode> value) {

  ColumnIdea named(String other) {
    return new ColumnIdea(other, sql, type, isField, isReference, source, value);
  }

  ColumnIdea referring() {
    return new ColumnIdea(name, sql, type, isField, true, source, value);
  }
}
