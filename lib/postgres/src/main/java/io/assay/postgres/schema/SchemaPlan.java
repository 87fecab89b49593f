package io.assay.postgres.schema;

import io.assay.model.Pipeline;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.PlannedChange.Step;
import java.util.Comparator;
import java.util.List;

/**
 * How the target tables in the database differ from the definition, and what becomes of each
 * difference.
 *
 * @param pipeline the definition as the tables will take it: without the columns and tables that a
 *     policy leaves out, and with the rules that stand in for them
 * @param changes all differences, in the order in which they are made
 * @param first whether none of the tables is there
 */
public record SchemaPlan(Pipeline pipeline, List<PlannedChange> changes, boolean first) {
  public SchemaPlan {
    changes = changes.stream().sorted(Comparator.comparing(PlannedChange::step)).toList();
  }

  /** The differences of that fate. */
  public List<PlannedChange> of(Fate fate) {
    return changes.stream().filter(change -> change.fate() == fate).toList();
  }

  /**
   * Whether nothing that exists is altered: tables are made where none was, or indexes are added.
   */
  boolean onlyAdds() {
    return of(Fate.DONE).stream()
        .allMatch(change -> first || change.step() == Step.INDEXES || change.step() == Step.SCHEMA);
  }
}
