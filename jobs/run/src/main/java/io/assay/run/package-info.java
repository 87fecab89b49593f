/** The {@code run} job: land and refine in one application. */
package io.assay.run;
