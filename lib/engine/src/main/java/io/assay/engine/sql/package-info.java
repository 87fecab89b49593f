/** The Spark SQL that a pipeline's author writes, bound to the fields of one kind of record. */
package io.assay.engine.sql;
