/**
 * Rules that a record alone can answer, as columns; the rules that need other rows are answered in
 * the database.
 */
package io.assay.engine.rule;
