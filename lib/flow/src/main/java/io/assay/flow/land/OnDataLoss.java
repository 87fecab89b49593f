package io.assay.flow.land;

/** What to do about records that expired in Kafka before they were landed. */
public enum OnDataLoss {
  /** Stop and tell which. */
  FAIL,
  /** Log which, and go on with what is left. */
  CONTINUE
}
