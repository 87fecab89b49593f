/** Faults of the environment that tests bring about, for real. */
package io.assay.flow.fault;
