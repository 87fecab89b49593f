package io.assay.admin;

import io.assay.postgres.report.RuleTotal;
import io.assay.postgres.report.TopicTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary as a newcomer reads it. */
final class SummaryText {
  private static final int MOST_RULES = 12;

  private SummaryText() {}

  static String of(String pipeline, SummaryFigures figures) {
    StringBuilder text = new StringBuilder();
    text.append("Pipeline ").append(pipeline).append("\n\n");
    text.append(
        "Every record is accounted for: raw = applied + quarantined + filtered + superseded + held\n\n");
    List<TopicTotals> lines = new ArrayList<>(figures.topics());
    lines.add(figures.records());
    text.append(row("topic", "raw", "applied", "quarantined", "filtered", "superseded", "held"));
    for (TopicTotals line : lines) {
      text.append(
          row(
              line.topic(),
              number(line.raw()),
              number(line.applied()),
              number(line.quarantined()),
              number(line.filtered()),
              number(line.superseded()),
              number(line.held())));
      if (!line.balanced()) {
        text.append("  !! this line does not add up\n");
      }
    }
    text.append("\nRows in the tables\n\n");
    figures
        .tables()
        .forEach(
            (table, rows) ->
                text.append("  %-24s %,12d%s%n".formatted(table, rows, stubs(figures, table))));
    text.append(
        "\nWhat was found, most often first, with an example by topic/partition/offset"
            + "\n(reject: the record is in quarantine; warn: the rule's name is in assay_warnings of its rows)\n\n");
    figures.rules().stream().limit(MOST_RULES).forEach(rule -> text.append(finding(rule)));
    if (figures.rules().size() > MOST_RULES) {
      text.append("  … and ").append(figures.rules().size() - MOST_RULES).append(" more rules\n");
    }
    return text.toString();
  }

  private static String stubs(SummaryFigures figures, String table) {
    long stubs = figures.stubs().getOrDefault(table, 0L);
    return stubs == 0
        ? ""
        : "   %,d of them stubs: known by their key only, because another row refers to them"
            .formatted(stubs);
  }

  private static String finding(RuleTotal rule) {
    RuleTotal.FindingExample example = rule.example();
    String field = example.field().isEmpty() ? "" : example.field() + ": ";
    String value = example.value().isEmpty() ? "" : " (" + field + example.value() + ")";
    return "  %,9d  %-6s  %s%n             e.g. %s/%d/%d: %s%n"
        .formatted(
            rule.count(),
            rule.severity(),
            (rule.kind().isEmpty() ? "" : rule.kind() + ".") + rule.rule(),
            example.topic(),
            example.partition(),
            example.offset(),
            Printable.of(example.message() + value));
  }

  private static String row(String first, String... rest) {
    StringBuilder row = new StringBuilder("  %-16s".formatted(first));
    for (String cell : rest) {
      row.append(String.format(Locale.ROOT, "%13s", cell));
    }
    return row.append('\n').toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
