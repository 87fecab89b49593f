package io.assay.postgres.merge;

import io.assay.model.Rule;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * A rule that needs other rows. What it finds goes to {@code assay_found}; both methods give how
 * much.
 */
interface StoredRule {
  /** Holds the staged records against the stored rows. */
  long againstStored(Transaction transaction) throws SQLException;

  /**
   * Holds the staged records that are not refused against each other: the later in Kafka order is
   * the finding.
   */
  long amongStaged(Transaction transaction) throws SQLException;

  /** Statements with the user's own text, to be checked before the first batch. */
  List<Sql> userStatements();

  Rule rule();

  /**
   * The beginning of an insert of findings.
   *
   * @param row alias of the staged row
   * @param field what the finding is about, or {@code null}, as SQL
   * @param value what was found, or {@code null}, as SQL
   */
  static String insertInto(
      KindTable root, Rule rule, String row, String field, String value, String message) {
    return """
        insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, value, message)
        select %1$s._topic, %1$s._partition, %1$s._offset, %1$s._timestamp, %2$s, %3$s, %4$s, %5$s, %6$s, %7$s
        """
        .formatted(
            row,
            Identifier.literal(root.kind().name()),
            Identifier.literal(rule.name()),
            Identifier.literal(severity(rule)),
            field,
            value,
            Identifier.literal(rule.message().orElse(message)));
  }

  static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }
}
