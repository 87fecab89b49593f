package io.assay.model.file;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules that a record of the pipeline may fail, by name, built-in ones included. */
final class RuleNames {
  private static final String REFERENCED = "referenced-by-";
  private static final String DUPLICATE = "duplicate-";

  private final Set<String> names = new TreeSet<>(RuleParser.BUILT_IN);

  RuleNames(Iterable<KindDraft> kinds) {
    for (KindDraft kind : kinds) {
      kind.rules().forEach(rule -> names.add(rule.rule().name()));
      for (TableDraft table : kind.tables()) {
        names.add(REFERENCED + table.name());
        if (!table.table().each().isEmpty()) {
          names.add(DUPLICATE + table.name());
        }
        table
            .table()
            .references()
            .forEach(reference -> names.add(RuleParser.ORPHAN + reference.name()));
        table.table().columns().stream()
            .filter(column -> column.lookup().isPresent())
            .forEach(column -> names.add(RuleParser.LOOKUP + column.name()));
      }
    }
  }

  /** The rule that the entry names; an unknown one is a fault. */
  Optional<String> read(Entry entry) {
    Optional<String> name = entry.text();
    if (name.isPresent() && !names.contains(name.get())) {
      entry.unknown(name.get(), "no rule of any kind of record", names);
      return Optional.empty();
    }
    return name;
  }
}
