package io.assay.admin;

import io.assay.postgres.report.RowOrigin;

/**
 * From a row of a table to the bytes it came from: stamps, batch, run and version from the ledger,
 * the record from the raw table.
 */
final class RowTrace {
  private RowTrace() {}

  static String text(RawRecordText records, RowOrigin origin) {
    StringBuilder text = new StringBuilder("\nOne row, traced back to its bytes\n\n");
    RawRecordText.line(text, "row of " + origin.table(), origin.row());
    RawRecordText.line(
        text,
        "came with batch",
        "%d, committed %s by run %s (pipeline version %s, suite %s)"
            .formatted(
                origin.batch(),
                origin.committedAt(),
                origin.run(),
                origin.pipelineVersion(),
                origin.suiteVersion()));
    return text.append(records.of(origin.record())).toString();
  }
}
