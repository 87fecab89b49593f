package io.assay.tests.oracle;

/** How far the time of records is that wait for a parent which never comes. */
public enum Holds {
  /** They still wait. */
  WAITING,
  /** Their time is over, and they were dealt with. */
  OVER
}
