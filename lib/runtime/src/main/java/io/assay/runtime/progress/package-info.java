/**
 * How far a job is: queries publish numbers on a {@link io.assay.runtime.progress.ProgressBoard};
 * {@link io.assay.runtime.progress.ConsoleProgress} shows them.
 */
package io.assay.runtime.progress;
