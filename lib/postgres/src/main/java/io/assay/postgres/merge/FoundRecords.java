package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.Coordinates;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What follows, for the records of one kind, from what was found about them: who is refused, who
 * waits, whose rows are stamped.
 */
final class FoundRecords {
  private static final int SHOWN = 5;

  private static final String QUARANTINE =
      """
      insert into assay_refused (topic, partition, record_offset, record_time, kind, fate)
      select f.topic, f.partition, f.record_offset, f.record_time, f.kind, 'quarantined'
      from assay_found f
      where f.kind = ${kind} and f.severity = 'reject'
      on conflict do nothing
      """;

  private static final String HOLD =
      """
      insert into assay_refused (topic, partition, record_offset, record_time, kind, fate)
      select o.topic, o.partition, o.record_offset, o.record_time, ${kind}, 'held'
      from assay_orphan o
      where o.waits and o.reference in (${references})
      on conflict do nothing
      """;

  /** Findings are told once, when the record's fate is final. */
  private static final String FORGET =
      """
      delete from assay_found f using assay_refused r
      where f.kind = ${kind} and r.fate = 'held' and ${same-record}
      """;

  private static final String STAMP =
      """
      update ${staging} s set _warnings = coalesce(s._warnings, '{}') || w.rules
      from (
        select f.topic, f.partition, f.record_offset, array_agg(distinct f.rule order by f.rule) as rules
        from assay_found f
        where f.kind = ${kind} and f.severity = 'warn'
        group by f.topic, f.partition, f.record_offset
      ) w
      where ${of-batch} and ${same-record}
      """;

  private static final String FAILURES =
      """
      select rule, topic, partition, record_offset, record_time
      from assay_found
      where kind = ${kind} and severity = 'fail'
      order by rule, topic, partition, record_offset
      limit ${shown}
      """;

  private final String kind;
  private final Sql quarantine;
  private final Sql hold;
  private final Sql forget;
  private final Sql failures;
  private final List<Sql> stamps = new ArrayList<>();

  FoundRecords(String kind, List<KindTable> tables, List<ReferenceCheck> references) {
    this.kind = kind;
    String name = Identifier.literal(kind);
    this.quarantine = Sql.template(QUARANTINE).with("kind", name).sql();
    this.hold = Sql.template(HOLD).with("kind", name).with("references", ids(references)).sql();
    this.forget =
        Sql.template(FORGET)
            .with("kind", name)
            .with("same-record", WorkTables.sameCoordinates("r", "f"))
            .sql();
    this.failures =
        Sql.template(FAILURES).with("kind", name).with("shown", Integer.toString(SHOWN)).sql();
    for (KindTable table : tables) {
      stamps.add(
          Sql.template(STAMP)
              .with("kind", name)
              .with("staging", table.staging())
              .with("of-batch", KindTable.ofBatch("s"))
              .with("same-record", WorkTables.sameRecord("w", "s"))
              .sql());
    }
  }

  /**
   * Refuses the records with a finding that rejects, and those that have to wait; gives how many
   * are new.
   */
  long refuse(Transaction transaction) throws SQLException {
    return transaction.update(quarantine) + transaction.update(hold);
  }

  void forgetFindingsOfHeld(Transaction transaction) throws SQLException {
    transaction.update(forget);
  }

  /**
   * Stops the batch if a rule of severity {@code fail} found something.
   *
   * @throws AssayException (DATA) naming the rule and the records
   */
  void failIfDemanded(Transaction transaction) throws SQLException {
    List<String> found =
        transaction.query(
            failures,
            row ->
                "rule %s at %s"
                    .formatted(
                        row.getString(1),
                        new Coordinates(row.getString(2), row.getInt(3), row.getLong(4), 0)));
    if (!found.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.DATA,
          "Batch refused: %s of the kind %s. A rule of severity fail stops the pipeline; nothing of the batch was applied. Correct the data at its source or lower the rule's severity."
              .formatted(String.join("; ", found), kind));
    }
  }

  /** Adds the names of the rules that warn to the staged rows of their records. */
  void stampWarnings(Transaction transaction) throws SQLException {
    for (Sql stamp : stamps) {
      transaction.update(stamp);
    }
  }

  private static String ids(List<ReferenceCheck> references) {
    return references.isEmpty()
        ? "-1"
        : references.stream()
            .map(reference -> Integer.toString(reference.id()))
            .collect(Collectors.joining(", "));
  }
}
