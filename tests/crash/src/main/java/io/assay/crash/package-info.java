/**
 * The crash test behind {@code submit/assay crashtest}: records are fed without pause while faults
 * strike the jobs and the servers, and at the end everything is compared with what was fed.
 */
package io.assay.crash;
