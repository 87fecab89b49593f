/** The jobs as processes, and what starts them again when they end. */
package io.assay.crash.job;
