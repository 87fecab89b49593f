/** The shape of a record before it is decoded, and what has become of it after. */
package io.assay.engine.record;
