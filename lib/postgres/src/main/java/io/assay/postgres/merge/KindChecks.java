package io.assay.postgres.merge;

import io.assay.postgres.TableOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one kind of record that needs other rows: look-ups, references and stored rules.
 * Decides which records are refused, before any row of the kind is merged.
 *
 * <p>What a record shows against the stored rows is decided first; then the records that are left
 * are held against each other. A refusal may leave orphans among them, so references are looked at
 * again.
 */
final class KindChecks {
  private final String kind;
  private final List<LookupColumn> lookups;
  private final List<ReferenceCheck> references;
  private final List<StoredRule> rules;
  private final FoundRecords found;
  private final Optional<HeldRows> heldRows;

  KindChecks(
      String kind,
      List<LookupColumn> lookups,
      List<ReferenceCheck> references,
      List<StoredRule> rules,
      FoundRecords found,
      Optional<HeldRows> heldRows) {
    this.kind = kind;
    this.lookups = List.copyOf(lookups);
    this.references = List.copyOf(references);
    this.rules = List.copyOf(rules);
    this.found = found;
    this.heldRows = heldRows;
  }

  boolean isEmpty() {
    return lookups.isEmpty() && references.isEmpty() && rules.isEmpty();
  }

  List<LookupColumn> lookups() {
    return lookups;
  }

  List<StoredRule> rules() {
    return rules;
  }

  FoundRecords found() {
    return found;
  }

  /** What is decided about the records of one batch. Not thread-safe. */
  static final class Decision {
    private long findings;
    private long refused;

    /** How many records are refused. */
    long refused() {
      return refused;
    }
  }

  /** Holds the records against what is stored, and then against each other. */
  void decide(Transaction transaction, Decision decision, BatchOutcome outcome)
      throws SQLException {
    for (LookupColumn lookup : lookups) {
      decision.findings += outcome.timed(kind, lookup.rule(), () -> lookup.fill(transaction));
    }
    for (ReferenceCheck reference : references) {
      decision.findings +=
          outcome.timed(kind, reference.rule(), () -> reference.check(transaction));
    }
    for (StoredRule rule : rules) {
      decision.findings +=
          outcome.timed(kind, rule.rule().name(), () -> rule.againstStored(transaction));
    }
    decision.refused += decision.findings > 0 ? found.refuse(transaction) : 0;
    for (StoredRule rule : rules) {
      long later = outcome.timed(kind, rule.rule().name(), () -> rule.amongStaged(transaction));
      decision.findings += later;
      decision.refused += later > 0 ? found.refuse(transaction) : 0;
    }
  }

  /** Refuses what refusals have left without a parent. */
  void refuseNewOrphans(Transaction transaction, Decision decision) throws SQLException {
    long orphans;
    do {
      orphans = 0;
      for (ReferenceCheck reference : references) {
        orphans += reference.isAmongStaged() ? reference.checkAgain(transaction) : 0;
      }
      decision.findings += orphans;
      decision.refused += orphans > 0 ? found.refuse(transaction) : 0;
    } while (orphans > 0);
  }

  /** Makes stubs and holds records, once all is decided. */
  void settle(Transaction transaction, Decision decision, BatchOutcome outcome)
      throws SQLException {
    if (decision.findings > 0) {
      outcome.found();
      settle(transaction, outcome);
    }
  }

  private void settle(Transaction transaction, BatchOutcome outcome) throws SQLException {
    found.forgetFindingsOfHeld(transaction);
    found.failIfDemanded(transaction);
    found.stampWarnings(transaction);
    for (ReferenceCheck reference : references) {
      if (reference.makesStubs()) {
        long stubs = transaction.update(StubRows.of(reference));
        outcome.add(reference.parent().table().name(), new TableOutcome(stubs, 0, 0));
      }
    }
    if (heldRows.isPresent()) {
      heldRows.get().hold(transaction);
    }
  }
}
