/**
 * Keeps what the queries write from growing with every batch, beside them or by itself: {@link
 * io.assay.flow.upkeep.PipelineUpkeep} does it once, {@link io.assay.flow.upkeep.UpkeepThread}
 * while a query runs.
 */
package io.assay.flow.upkeep;
