package io.assay.model.change;

import io.assay.model.ColumnType.Enumeration;
import io.assay.model.Field;
import io.assay.model.change.Continuation.Note;
import io.assay.model.change.Continuation.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An enum that is the same but for its symbols.
 *
 * @param field its name
 * @param added symbols that it has not had
 * @param removed symbols that it has no more
 */
record SymbolsChange(String field, Set<String> added, Set<String> removed) {
  /** The change of a field, if it is no other. */
  static Optional<SymbolsChange> of(Field before, Field now) {
    Optional<Enumeration> earlier = before.type().enumeration();
    Optional<Enumeration> later = now.type().enumeration();
    if (earlier.isEmpty()
        || later.isEmpty()
        || !before.type().getClass().equals(now.type().getClass())
        || !before.typed(now.type()).equals(now)) {
      return Optional.empty();
    }
    Set<String> added = new TreeSet<>(later.get().symbols());
    added.removeAll(earlier.get().symbols());
    Set<String> removed = new TreeSet<>(earlier.get().symbols());
    removed.removeAll(later.get().symbols());
    return Optional.of(new SymbolsChange(now.name(), added, removed));
  }

  /** What it means. */
  Note note(String kind) {
    if (removed.isEmpty()) {
      return new Note(
          Verdict.SAFE,
          "the enum %s of the kind %s takes %s too"
              .formatted(field, kind, String.join(", ", added)));
    }
    return new Note(
        Verdict.BACKFILL,
        "the enum %s of the kind %s does not take %s any more: stored rows that have it keep it"
            .formatted(field, kind, String.join(", ", removed)));
  }
}
