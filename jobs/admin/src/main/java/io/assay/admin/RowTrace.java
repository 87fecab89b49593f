package io.assay.admin;

import io.assay.postgres.report.RowOrigin;
import org.apache.spark.sql.SparkSession;

/**
 * From a row of a table to the bytes it came from: stamps, batch, run and version from the ledger,
 * the record from the raw table.
 */
final class RowTrace {
  private RowTrace() {}

  static String text(SparkSession session, RowOrigin origin, String rawPath) {
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
    return text.append(new RawRecordText(session, rawPath).of(origin.record())).toString();
  }
}
