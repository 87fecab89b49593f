package io.assay.postgres.merge;

import io.assay.postgres.TableOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one kind of record that needs other rows: references and stored rules. Decides
 * which records are refused, before any row of the kind is merged.
 *
 * <p>What a record shows against the stored rows is decided first; then the records that are left
 * are held against each other. A refusal may leave orphans within the kind, so references are
 * looked at again until nothing more is refused.
 */
final class KindChecks {
  private final List<ReferenceCheck> references;
  private final List<StoredRule> rules;
  private final FoundRecords found;
  private final Optional<HeldRows> heldRows;

  KindChecks(
      List<ReferenceCheck> references,
      List<StoredRule> rules,
      FoundRecords found,
      Optional<HeldRows> heldRows) {
    this.references = List.copyOf(references);
    this.rules = List.copyOf(rules);
    this.found = found;
    this.heldRows = heldRows;
  }

  boolean isEmpty() {
    return references.isEmpty() && rules.isEmpty();
  }

  List<StoredRule> rules() {
    return rules;
  }

  FoundRecords found() {
    return found;
  }

  /** Decides, makes stubs and holds records; gives how many are refused. */
  long decide(Transaction transaction, BatchOutcome outcome) throws SQLException {
    long findings = 0;
    for (ReferenceCheck reference : references) {
      findings += reference.check(transaction);
    }
    for (StoredRule rule : rules) {
      findings += rule.againstStored(transaction);
    }
    long refused = findings > 0 ? found.refuse(transaction) : 0;
    for (StoredRule rule : rules) {
      long later = rule.amongStaged(transaction);
      findings += later;
      refused += later > 0 ? found.refuse(transaction) : 0;
    }
    if (refused > 0) {
      refused += refuseNewOrphans(transaction);
    }
    if (findings > 0) {
      outcome.found();
      settle(transaction, outcome);
    }
    return refused;
  }

  private long refuseNewOrphans(Transaction transaction) throws SQLException {
    long refused = 0;
    long orphans;
    do {
      orphans = 0;
      for (ReferenceCheck reference : references) {
        orphans += reference.isWithinKind() ? reference.checkAgain(transaction) : 0;
      }
      refused += orphans > 0 ? found.refuse(transaction) : 0;
    } while (orphans > 0);
    return refused;
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
