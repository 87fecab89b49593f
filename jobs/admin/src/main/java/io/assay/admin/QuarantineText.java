package io.assay.admin;

import io.assay.postgres.quarantine.Selection;
import io.assay.postgres.report.QuarantinedRecord;
import java.util.List;

/** The quarantine as a newcomer reads it. */
final class QuarantineText {
  private QuarantineText() {}

  /**
   * The records and what was found.
   *
   * @param selection which records were asked for
   * @param all how many records are in quarantine
   * @param records those to show, the latest first
   */
  static String of(
      String pipeline, Selection selection, long all, List<QuarantinedRecord> records) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d of the records of %s %s in quarantine: their rows are in no table.%n"
            .formatted(all, pipeline, all == 1 ? "is" : "are"));
    if (records.size() < all) {
      text.append(
          "Shown: %,d%s, the latest first.%n"
              .formatted(
                  records.size(), selection.rule().map(name -> " that fail " + name).orElse("")));
    }
    for (QuarantinedRecord record : records) {
      text.append(
          "%n%s/%d/%d  %s, since %s%n"
              .formatted(
                  record.topic(),
                  record.partition(),
                  record.offset(),
                  record.kind().isEmpty() ? "of no kind" : "kind " + record.kind(),
                  record.quarantinedAt()));
      record
          .findings()
          .forEach(finding -> text.append("    ").append(Printable.of(finding)).append('\n'));
    }
    if (!records.isEmpty()) {
      QuarantinedRecord first = records.get(0);
      text.append(
          "%nOne record, whole: submit/assay quarantine show %1$s %2$s/%3$d/%4$d%nOnce the cause is mended: submit/assay quarantine requeue %1$s --record %2$s/%3$d/%4$d%n"
              .formatted(pipeline, first.topic(), first.partition(), first.offset()));
    }
    return text.toString();
  }
}
