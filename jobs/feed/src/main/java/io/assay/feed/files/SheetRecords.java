package io.assay.feed.files;

import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * A sheet as the records that it is sent as: one per row, in order, each with headers that say
 * which file, row and line it comes from.
 */
public record SheetRecords(Sheet sheet, String topic, KeyColumn key, ValueFormat format)
    implements FileRecords {

  /** Reads the sheet and gives its records. */
  @Override
  public void forEach(Consumer<OutgoingRecord> each) {
    sheet.forEachRow(row -> each.accept(record(row)));
  }

  private OutgoingRecord record(SheetRow row) {
    return new OutgoingRecord(
        topic,
        key.key(row),
        format.value(sheet, row),
        List.of(
            new OutgoingHeader(OutgoingHeader.FILE, sheet.name()),
            new OutgoingHeader(OutgoingHeader.ROW, Long.toString(row.row())),
            new OutgoingHeader(OutgoingHeader.LINE, Long.toString(row.line())),
            new OutgoingHeader(OutgoingHeader.SHA256, sheet.sha256())));
  }

  @Override
  public String report() {
    StringBuilder report =
        new StringBuilder(
            "%s: %,d rows sent to %s (SHA-256 %s)"
                .formatted(sheet.file(), sheet.rows(), topic, sheet.sha256()));
    if (sheet.unevenRows() > 0) {
      report.append("; %,d with too few or too many values".formatted(sheet.unevenRows()));
    }
    if (sheet.blankLines() > 0) {
      report.append("; %,d blank lines passed over".formatted(sheet.blankLines()));
    }
    return report.toString();
  }
}
