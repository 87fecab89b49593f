/**
 * Cases of a pipeline: records in, and what the tables, the quarantine and the counts must then be.
 * {@link io.assay.model.file.CaseFile} makes them from files.
 */
package io.assay.model.cases;
