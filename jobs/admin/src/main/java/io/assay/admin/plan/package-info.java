/**
 * What a pipeline would do where it is to run, and what is missing there: computed without a Spark
 * session, told as text or JSON.
 */
package io.assay.admin.plan;
