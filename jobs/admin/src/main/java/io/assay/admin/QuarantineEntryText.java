package io.assay.admin;

import io.assay.postgres.quarantine.QuarantineChange;
import io.assay.postgres.quarantine.QuarantineEntry;
import io.assay.postgres.quarantine.QuarantineFinding;
import java.util.List;

/** A record in quarantine with its history, for people. */
final class QuarantineEntryText {
  private QuarantineEntryText() {}

  static String of(QuarantineEntry entry) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s/%d/%d  %s, %s%n%nHistory%n%n"
            .formatted(
                entry.coordinates().topic(),
                entry.coordinates().partition(),
                entry.coordinates().offset(),
                entry.kind().map("kind "::concat).orElse("of no kind"),
                entry.state() + entry.outcome().map(": "::concat).orElse("")));
    text.append(
        "  %s  open, refused by batch %d%n".formatted(entry.quarantinedAt(), entry.firstBatch()));
    findings(text, entry, entry.firstBatch());
    for (QuarantineChange change : entry.changes()) {
      text.append(
          "  %s  %s%s%s%s%n"
              .formatted(
                  change.at(),
                  change.state(),
                  change.batch().isPresent() ? " by batch " + change.batch().getAsLong() : "",
                  change.actor().map(" by "::concat).orElse(""),
                  change.reason().map(": "::concat).orElse("")));
      change.batch().ifPresent(batch -> findings(text, entry, batch));
    }
    return text.append("%nThe record%n%n".formatted()).toString();
  }

  private static void findings(StringBuilder text, QuarantineEntry entry, long batch) {
    List<QuarantineFinding> findings =
        entry.findings().stream().filter(finding -> finding.batch() == batch).toList();
    for (QuarantineFinding finding : findings) {
      text.append(
          "      %s  %s: %s%s (version %s)%n"
              .formatted(
                  finding.severity(),
                  finding.rule(),
                  Printable.of(finding.message()),
                  finding
                      .value()
                      .map(
                          value ->
                              " ("
                                  + finding.field().map(name -> name + ": ").orElse("")
                                  + Printable.of(value)
                                  + ")")
                      .orElse(""),
                  finding.pipelineVersion()));
    }
  }
}
