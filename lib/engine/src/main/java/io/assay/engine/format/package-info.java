/**
 * Every format becomes what the JSON reader understands, so that types, names, lists and findings
 * are the same for all: plain text, NDJSON, Avro and change events are turned into one JSON object
 * here, before anything else looks at the record. {@link io.assay.engine.format.RecordTranslator}
 * is the entry.
 */
package io.assay.engine.format;
