package io.assay.postgres;

/**
 * A record of a batch has to be refused, and of its rows in dimensions only those were staged that
 * are newer than all others: older ones would be missing. Nothing was applied. All rows of the
 * batch have to be staged, and it has to be committed anew.
 */
public final class RowsMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RowsMissing(Throwable cause) {
    super("A record is refused in a batch of which not all rows of dimensions were staged", cause);
  }
}
