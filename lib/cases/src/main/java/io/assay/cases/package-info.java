/**
 * Runs the cases of a pipeline: each in a database of its own, with the very code that refines in
 * production, and tells every difference from what was expected.
 */
package io.assay.cases;
