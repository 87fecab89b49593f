package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Columns whose values are all keys of other records, such as a manager's number or the codes of
 * neighbours: they refer to the root. A record that is not there yet is made with nothing but its
 * key, so none is refused for coming first.
 */
final class SelfReferences {
  private static final int FEWEST = 3;
  private static final Pattern OF_ITS_KIND =
      Pattern.compile(
          "(.*_)?(parent|manager|boss|supervisor|reports_to|replaces|replaced_by|previous|next|predecessor|successor)(_.*)?");

  private final TableIdea root;
  private final Relation records;

  SelfReferences(TableIdea root, Relation records) {
    this.root = root;
    this.records = records;
  }

  /** Adds references to the tables that have such columns. */
  void add(List<TableIdea> tables) {
    if (root.key().size() != 1 || root.key().get(0).source().isEmpty()) {
      return;
    }
    ColumnIdea key = root.key().get(0);
    Set<String> keys = new HashSet<>();
    records.rows().forEach(row -> keys.add(key.value().apply(row).asText()));
    for (ColumnIdea column : List.copyOf(root.columns())) {
      if (column != key
          && !repeats(column, key)
          && isKeyOf(column, key, texts(column, records.rows()), keys)) {
        refer(root, column);
      }
    }
    for (TableIdea table : tables) {
      table
          .valueColumn()
          .filter(value -> isKeyOf(value.column(), key, texts(value.column(), value.rows()), keys))
          .ifPresent(value -> refer(table, value.column()));
    }
  }

  /** Whether the column says the same as the key, or nearly always. */
  private boolean repeats(ColumnIdea column, ColumnIdea key) {
    long same =
        records.rows().stream()
            .filter(row -> column.value().apply(row).equals(key.value().apply(row)))
            .count();
    return 2 * same > records.rows().size();
  }

  private void refer(TableIdea table, ColumnIdea column) {
    table.refer(
        new ReferenceIdea(
            table.referenceNames().claim(column.name().replaceFirst("_id$", "")),
            List.of(column.name()),
            root.name(),
            "stub"));
  }

  /** Small numbers are keys by chance: the name has to say so, too. */
  private static boolean isKeyOf(
      ColumnIdea column, ColumnIdea key, Set<String> values, Set<String> keys) {
    String name = Names.identifier(column.name());
    return column.type().equals(key.type())
        && !column.isReference()
        && values.size() >= FEWEST
        && keys.containsAll(values)
        && (OF_ITS_KIND.matcher(name).matches()
            || (key.type().equals("text")
                && values.stream().noneMatch(value -> value.matches("[0-9]*"))));
  }

  private static Set<String> texts(ColumnIdea column, List<Occurrence> rows) {
    Set<String> texts = new HashSet<>();
    for (Occurrence row : rows) {
      JsonNode value = column.value().apply(row);
      if (!value.isMissingNode() && !value.isNull() && !value.asText().isBlank()) {
        texts.add(value.asText());
      }
    }
    return texts;
  }
}
