package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Columns that lead from one table to another. */
final class ForeignKeys {
  private ForeignKeys() {}

  /**
   * The key of the owner in a table of what belongs to it.
   *
   * @param own members of the elements: their names are theirs
   */
  static List<ColumnIdea> toOwner(TableIdea child, TableIdea owner, Set<String> own) {
    List<ColumnIdea> columns = new ArrayList<>();
    for (ColumnIdea key : owner.key()) {
      columns.add(
          child.add(
              new ColumnIdea(
                  child.columnNames().claim(name(owner.name(), key, own)),
                  key.sql(),
                  key.type(),
                  key.isField(),
                  false,
                  "",
                  element -> key.value().apply(element.parent()))));
    }
    child.refer(
        new ReferenceIdea(
            child.referenceNames().claim(owner.name()),
            columns.stream().map(ColumnIdea::name).toList(),
            owner.name()));
    return columns;
  }

  /** The members of the elements that say no more than the key of their owner does. */
  static Set<String> repeatedIn(
      List<Occurrence> elements, Set<String> members, List<ColumnIdea> toOwner, TableIdea owner) {
    Set<String> repeated = new java.util.HashSet<>();
    for (int i = 0; i < toOwner.size(); i++) {
      ColumnIdea column = toOwner.get(i);
      String key = owner.key().get(i).source();
      String plain = name(owner.name(), owner.key().get(i), Set.of());
      members.stream()
          .filter(
              member ->
                  Names.identifier(member).equals(plain)
                      || (key.contains("_") && member.equals(key)))
          .filter(
              member ->
                  elements.stream()
                      .allMatch(
                          element -> {
                            JsonNode value = element.value().path(member);
                            return value.isValueNode()
                                && !value.isNull()
                                && value.asText().equals(column.value().apply(element).asText());
                          }))
          .forEach(repeated::add);
    }
    return repeated;
  }

  /** {@code id} of orders is {@code order_id} elsewhere; {@code order_no} is itself. */
  private static String name(String table, ColumnIdea key, Set<String> own) {
    String singular = Names.singular(table);
    String name = key.name();
    boolean telling =
        name.contains("_") && !name.startsWith("x_") && !name.startsWith("the_")
            || name.startsWith(singular);
    boolean taken = own.stream().anyMatch(member -> Names.identifier(member).equals(name));
    return telling && !taken || name.startsWith(singular + "_") ? name : singular + "_" + name;
  }

  /**
   * What the column is called that leads from {@code billing_customer} to the key {@code id} or
   * {@code customer_id}: {@code billing_customer_id}.
   */
  static String name(String column, String key) {
    if (key.equals(column) || key.startsWith(column + "_")) {
      return key;
    }
    int end = key.lastIndexOf('_');
    String about = end < 0 ? "" : key.substring(0, end);
    boolean repeats = !about.isEmpty() && (column.equals(about) || column.endsWith("_" + about));
    return repeats ? column + key.substring(end) : column + "_" + key;
  }

  /** The column of that name, if it holds the same value in every row. */
  static Optional<ColumnIdea> same(TableIdea table, ColumnIdea wanted, List<Occurrence> rows) {
    return table
        .column(wanted.name())
        .filter(column -> column.type().equals(wanted.type()))
        .filter(
            column -> rows.stream().allMatch(row -> text(column, row).equals(text(wanted, row))));
  }

  private static String text(ColumnIdea column, Occurrence row) {
    return column.value().apply(row).asText("");
  }
}
