package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Deletion;
import io.assay.model.Ownership;
import io.assay.model.RecordKind;
import io.assay.model.ReferenceGraph;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import io.assay.model.Table.OnDelete;
import io.assay.model.Table.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of record, as far as it could be read.
 *
 * @param node where it stands
 * @param when which records it takes; empty for every one
 * @param fields its fields
 * @param filter which records it passes over
 * @param sequence the fields that order versions
 * @param delete how a row is deleted
 * @param rules its rules, in the order of the file
 * @param root its root, if it is known
 * @param tables its tables, in the order of the file
 */
record KindDraft(
    Node node,
    Optional<String> when,
    Fields fields,
    Optional<String> filter,
    List<String> sequence,
    Optional<Deletion> delete,
    List<RuleParser.Draft> rules,
    Optional<String> root,
    List<TableDraft> tables) {
  private static final String EVERY_RECORD = "true";

  String name() {
    return node.name();
  }

  Optional<TableDraft> table(String name) {
    return tables.stream().filter(draft -> draft.name().equals(name)).findFirst();
  }

  Optional<TableDraft> rootTable() {
    return root.flatMap(this::table);
  }

  List<ColumnType> sequenceTypes() {
    return sequence.stream().flatMap(name -> fields.type(name).stream()).toList();
  }

  /** What its records own. */
  Ownership ownership() {
    return Ownership.of(root.orElse(""), tables.stream().map(TableDraft::table).toList());
  }

  /** What it is, once there are no faults. */
  RecordKind definition() {
    Ownership ownership = ownership();
    Map<String, Table> byName = new LinkedHashMap<>();
    tables.forEach(draft -> byName.put(draft.name(), owned(draft.table(), ownership)));
    List<String> order = ReferenceGraph.of(List.copyOf(byName.values()), ownership).order();
    return new RecordKind(
        name(),
        when.orElse(EVERY_RECORD),
        fields.inOrder(),
        filter,
        sequence,
        delete,
        rules.stream().map(RuleParser.Draft::rule).toList(),
        root.orElseThrow(),
        order.stream().filter(byName::containsKey).map(byName::get).toList());
  }

  /** Rows that belong to a record are what its newest version says, and go with it. */
  private static Table owned(Table table, Ownership ownership) {
    Optional<Reference> owner = ownership.owner(table.name());
    if (owner.isEmpty()) {
      return table;
    }
    List<Reference> references =
        table.references().stream()
            .map(each -> each.equals(owner.get()) ? cascading(each) : each)
            .toList();
    return new Table(
        table.name(),
        table.each(),
        table.key(),
        table.columns(),
        references,
        table.when(),
        Keep.NEWEST,
        table.schemaPolicy());
  }

  private static Reference cascading(Reference reference) {
    return new Reference(
        reference.name(),
        reference.columns(),
        reference.table(),
        reference.orphan(),
        OnDelete.CASCADE);
  }
}
