/**
 * What the {@code main} of every job needs: {@link io.assay.runtime.JobRunner} reads arguments and
 * definitions, builds the Spark session, starts the job's queries, awaits them, stops them in order
 * when asked to, and turns the outcome into an {@link io.assay.runtime.ExitStatus}. Commands
 * without queries use {@link io.assay.runtime.CommandRunner}.
 */
package io.assay.runtime;
