package io.assay.propose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What has been found of a normal form so far, and what is still to be looked at. */
final class Draft {
  private final Relation records;
  private final Declared declared;
  private final Entities entities;
  private final List<TableIdea> tables = new ArrayList<>();
  private final TableNames tableNames = new TableNames();
  private final Set<String> aliases = new HashSet<>();
  private final Deque<Runnable> later = new ArrayDeque<>();

  Draft(Relation records, Declared declared) {
    this.records = records;
    this.declared = declared;
    this.entities = new Entities(records);
  }

  Relation records() {
    return records;
  }

  Entities entities() {
    return entities;
  }

  List<TableIdea> tables() {
    return tables;
  }

  /** The type of values at a path of a relation: the declared one, or what they look like. */
  TypeIdea type(Relation relation, List<String> path, String name, Observed seen) {
    return type(relation.placesOf(path), name, seen);
  }

  TypeIdea type(List<List<String>> places, String name, Observed seen) {
    TypeIdea looks = ScalarTypes.of(name, seen);
    return declared.type(places).map(looks::declaredAs).orElse(looks);
  }

  /** Whether an object is declared as one whose member names are data. */
  boolean isMap(Relation relation, List<String> path) {
    return declared.type(relation.placesOf(path)).filter("map"::equals).isPresent();
  }

  /** A table's name: the short one if no other table has it. */
  String tableName(String shortest, String more) {
    return tableNames.claim(shortest, more);
  }

  /** To be done when the key of the table is known whose rows are looked at. */
  void later(Runnable what) {
    later.add(what);
  }

  void doWhatIsLeft() {
    while (!later.isEmpty()) {
      later.removeFirst().run();
    }
  }

  /**
   * A name for a list that no other list and no field of the record has: SQL tells them apart by
   * it.
   */
  String alias(Relation relation, String field) {
    String alias = records.names().claim(field);
    while (!aliases.add(alias)
        || (!relation.isRecord() && !relation.names().claim(alias).equals(alias))) {
      alias = records.names().claim(field);
    }
    return alias;
  }

  /** A column for a value of the relation's rows, and a field for it. */
  ColumnIdea value(Spot spot, Spot.Member member, TypeIdea type) {
    Relation relation = spot.relation();
    String field = relation.names().claim(member.field());
    relation.fields().add(FieldIdea.value(field, member.path(), type, member.seen()));
    TableIdea table = spot.table();
    return table.add(
        new ColumnIdea(
            table.columnNames().claim(member.column()),
            relation.sql(field),
            type.type(),
            relation.isRecord(),
            false,
            member.source(),
            row -> row.at(member.path())));
  }

  /** A table of the elements of a list: what belongs to the owner. */
  TableIdea child(TableIdea owner, String member, List<String> each) {
    String of = Names.singular(owner.name());
    String own = Names.singular(Names.identifier(member));
    String name = own.startsWith(of + "_") ? own : of + "_" + (own.equals(of) ? "item" : own);
    return new TableIdea(tableName(name, name), each);
  }
}
