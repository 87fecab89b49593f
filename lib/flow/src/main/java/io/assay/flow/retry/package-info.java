/**
 * What is done when the environment fails: which failures are its fault ({@link
 * io.assay.flow.retry.EnvironmentFailures}), and how work ({@link io.assay.flow.retry.RetriedWork})
 * and queries ({@link io.assay.flow.retry.QueryRestarts}) are tried again, a bounded number of
 * times.
 */
package io.assay.flow.retry;
