package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.Deletion;
import io.assay.model.ParentsFirst;
import io.assay.model.RecordKind;
import io.assay.model.Table;
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
 * @param sequence the field that orders versions
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
    Optional<String> sequence,
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

  Optional<ColumnType> sequenceType() {
    return sequence.flatMap(fields::type);
  }

  /** Its tables, parents first. */
  ParentsFirst<String> tableOrder() {
    Map<String, Table> byName = new LinkedHashMap<>();
    tables.forEach(draft -> byName.put(draft.name(), draft.table()));
    return new ParentsFirst<>(byName.keySet(), name -> byName.get(name).parents());
  }

  /** What it is, once there are no faults. */
  RecordKind definition() {
    return new RecordKind(
        name(),
        when.orElse(EVERY_RECORD),
        fields.inOrder(),
        filter,
        sequence,
        delete,
        rules.stream().map(RuleParser.Draft::rule).toList(),
        root.orElseThrow(),
        tableOrder().order().stream().map(name -> table(name).orElseThrow().table()).toList());
  }
}
