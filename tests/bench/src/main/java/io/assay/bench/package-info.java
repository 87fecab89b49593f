/**
 * The benchmark behind {@code submit/assay bench}. A {@link io.assay.bench.Workload} is what is
 * measured, one class each: its records, its pipeline file, what is checked, which figures it
 * gives. The jobs run as users run them, on the servers of a sandbox.
 */
package io.assay.bench;
