/**
 * The bytes of a record become typed field values; what does not fit becomes a finding, never an
 * exception and never a silently changed value. {@link io.assay.engine.decode.RecordDecoder} is the
 * entry: a reader ({@code JsonReader}, {@code CsvReader}) finds the text of each field, a {@code
 * TextType} turns it into Spark's internal value.
 */
package io.assay.engine.decode;
