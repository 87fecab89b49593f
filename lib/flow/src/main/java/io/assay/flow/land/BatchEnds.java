package io.assay.flow.land;

import io.assay.lake.Positions;

/** Tells up to where Kafka was read with a batch, known before the batch runs. */
@FunctionalInterface
interface BatchEnds {
  Positions of(long batchId);
}
