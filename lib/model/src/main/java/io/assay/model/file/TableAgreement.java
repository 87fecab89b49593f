package io.assay.model.file;

import io.assay.model.Deletion.Mode;
import io.assay.model.SchemaPolicy;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks that kinds which fill one table mean the same table by it. */
final class TableAgreement {
  private TableAgreement() {}

  static void check(List<KindDraft> kinds) {
    checkNames(kinds.stream().flatMap(kind -> kind.tables().stream()).toList());
    Map<String, KindDraft> firstKind = new HashMap<>();
    Map<String, TableDraft> firstTable = new HashMap<>();
    for (KindDraft kind : kinds) {
      for (TableDraft table : kind.tables()) {
        TableDraft first = firstTable.putIfAbsent(table.name(), table);
        KindDraft other = firstKind.putIfAbsent(table.name(), kind);
        if (first != null) {
          differences(first, table)
              .forEach(
                  difference ->
                      table
                          .node()
                          .fault(
                              difference
                                  + " than in the kind "
                                  + first.kind()
                                  + ", which fills it too",
                              "Make both the same, or give the tables different names."));
          checkSequence(other, kind, table);
          checkOwnership(other, kind, table);
          checkDeletion(other, kind, table);
        }
      }
    }
  }

  /** PostgreSQL names the index of a primary key after its table, in the same name space. */
  private static void checkNames(List<TableDraft> tables) {
    for (TableDraft table : tables) {
      for (TableDraft other : tables) {
        if (table.name().equals(other.name() + "_pkey")) {
          table
              .node()
              .fault(
                  "a name that PostgreSQL gives to the key of the table " + other.name(),
                  "Choose another one.");
        }
      }
    }
  }

  private static List<String> differences(TableDraft first, TableDraft second) {
    Table one = first.table();
    Table other = second.table();
    List<String> differences = new ArrayList<>();
    if (!one.key().equals(other.key())) {
      differences.add("has another key");
    }
    if (!first.columns().equals(second.columns())) {
      differences.add("has other columns " + notShared(first, second));
    } else if (differences.isEmpty()
        && first.isWhole()
        && second.isWhole()
        && !columns(one).equals(columns(other))) {
      differences.add("has other types, symbols, not-null or was");
    }
    if (one.keep() != other.keep()) {
      differences.add(
          one.hasHistory() == other.hasHistory()
              ? "keeps another version (keep)"
              : "has another history");
    }
    if (!policy(one).equals(policy(other))) {
      differences.add("has another schema-change");
    }
    if (!references(one).equals(references(other))) {
      differences.add("has other references");
    }
    return differences;
  }

  private static String notShared(TableDraft first, TableDraft second) {
    TreeSet<String> names = new TreeSet<>(first.columns());
    names.addAll(second.columns());
    names.removeIf(name -> first.columns().contains(name) && second.columns().contains(name));
    return "(" + String.join(", ", names) + ")";
  }

  private static Map<String, String> columns(Table table) {
    Map<String, String> columns = new TreeMap<>();
    table
        .columns()
        .forEach(
            column ->
                columns.put(
                    column.name(),
                    column.type().sql()
                        + column.type().enumeration().map(each -> new TreeSet<>(each.symbols()))
                        + column.nullable()
                        + column.was()));
    return columns;
  }

  private static List<Action> policy(Table table) {
    return SchemaPolicy.ofTables().stream().map(table.schemaPolicy()::action).toList();
  }

  private static Map<String, String> references(Table table) {
    Map<String, String> references = new TreeMap<>();
    for (Reference reference : table.references()) {
      references.put(
          reference.name(), reference.table() + reference.columns() + reference.onDelete());
    }
    return references;
  }

  /** The stamp {@code assay_sequence} of a table has one type; and roots compare by it. */
  private static void checkSequence(KindDraft one, KindDraft other, TableDraft table) {
    if (!isKnown(one) || !isKnown(other) || one.sequenceTypes().equals(other.sequenceTypes())) {
      return;
    }
    boolean rootOfBoth =
        one.root().equals(Optional.of(table.name())) && other.root().equals(one.root());
    if (rootOfBoth || (!one.sequence().isEmpty() && !other.sequence().isEmpty())) {
      String problem =
          "the kind %s fills the table %s too, and its sequence is %s"
              .formatted(
                  one.name(),
                  table.name(),
                  one.sequence().isEmpty()
                      ? "none"
                      : one.sequenceTypes().stream()
                          .map(TypeName::of)
                          .collect(Collectors.joining(", ", "of type ", "")));
      String remedy = "Kinds that fill one table have sequences of one type.";
      Optional<Entry> sequence = other.node().entry("sequence");
      sequence.ifPresentOrElse(
          entry -> entry.fault(problem, remedy), () -> other.node().fault(problem, remedy));
    }
  }

  /** Rows that belong to the records of one kind are not there for another to fill. */
  private static void checkOwnership(KindDraft one, KindDraft other, TableDraft table) {
    Optional<Reference> owner = one.ownership().owner(table.name());
    if (!owner
        .map(Reference::name)
        .equals(other.ownership().owner(table.name()).map(Reference::name))) {
      table
          .node()
          .fault(
              "its rows belong to the records of the kind %s, but not in the same way to those of %s"
                  .formatted(
                      owner.isPresent() ? one.name() : other.name(),
                      owner.isPresent() ? other.name() : one.name()),
              "Fill it the same way in both kinds, or fill two tables.");
    }
  }

  /** A row that stays for one kind is not gone for another. */
  private static void checkDeletion(KindDraft one, KindDraft other, TableDraft table) {
    boolean rootOfBoth =
        one.root().equals(Optional.of(table.name())) && other.root().equals(one.root());
    if (!rootOfBoth || one.delete().isEmpty() || other.delete().isEmpty()) {
      return;
    }
    Mode mode = one.delete().get().mode();
    if (mode != other.delete().get().mode()) {
      other
          .node()
          .entry("delete")
          .orElseThrow()
          .memberOrThis("mode")
          .fault(
              "the kind %s deletes rows of the table %s too, and its mode is %s"
                  .formatted(one.name(), table.name(), PipelineTree.word(mode)),
              "Write the same mode in both.");
    }
  }

  private static boolean isKnown(KindDraft kind) {
    return kind.sequence().size() == kind.sequenceTypes().size();
  }
}
