/** The {@code refine} job: its arguments and its {@code main}. */
package io.assay.refine;
