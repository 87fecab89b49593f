/** The faults, what they strike, and when. */
package io.assay.crash.fault;
