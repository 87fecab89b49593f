/**
 * Looks at a sample of records and writes a pipeline for them: fields with types, tables in normal
 * form, keys that were checked for uniqueness, and rules suggested from what was seen. {@link
 * io.assay.propose.Proposal} is the way in. Nothing here knows Spark, Kafka or a database.
 */
package io.assay.propose;
