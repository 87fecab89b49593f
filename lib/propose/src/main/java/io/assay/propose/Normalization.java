package io.assay.propose;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * Puts a sample into normal form: nested objects that have an identity become tables of their own,
 * others columns; lists become child tables, or a table and its links where elements are shared
 * between parents; what stands in several places is one table.
 */
final class Normalization {
  private final Draft draft;
  private final TableIdea root;

  /**
   * Looks at a sample.
   *
   * @param name of the root table, before it is made an identifier
   */
  Normalization(Sample sample, String name) {
    this.draft =
        new Draft(
            Relation.ofRecords(
                sample.records().stream()
                    .flatMap(record -> record.value().stream())
                    .map(Occurrence::record)
                    .toList()),
            sample.declared());
    this.root = new TableIdea(draft.tableName(name, name), List.of());
    new Members(draft).look(Spot.ofRows(records(), root), Members.ALL);
    key(sample);
    draft.tables().add(root);
    draft.doWhatIsLeft();
    new SelfReferences(root, records()).add(draft.tables());
  }

  Relation records() {
    return draft.records();
  }

  TableIdea root() {
    return root;
  }

  /** All tables, parents before children. */
  List<TableIdea> tables() {
    return draft.tables();
  }

  private void key(Sample sample) {
    List<ColumnIdea> columns = List.copyOf(root.columns());
    Mentions mentions = new Mentions(records());
    KeyChoice.Choice choice =
        KeyChoice.ofRecords(
            root.name(),
            columns,
            records().rows(),
            KafkaKeys.columns(sample, columns),
            column -> mentions.areOf(column));
    if (choice.columns().isEmpty()) {
      root.keyed(
          List.of(
              coordinate("record_partition", "_partition", "integer"),
              coordinate("record_offset", "_offset", "bigint")));
    } else {
      root.keyed(choice.columns());
    }
    root.note(choice.note());
  }

  private ColumnIdea coordinate(String name, String sql, String type) {
    String field = records().names().claim(name);
    records()
        .fields()
        .add(FieldIdea.value(field, List.of(), TypeIdea.of(type, sql), new Observed(List.of())));
    return root.add(
        new ColumnIdea(
            root.columnNames().claim(name),
            field,
            type,
            true,
            false,
            "",
            row -> MissingNode.getInstance()));
  }
}
