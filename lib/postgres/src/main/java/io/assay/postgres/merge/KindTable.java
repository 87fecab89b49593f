package io.assay.postgres.merge;

import io.assay.model.Mask;
import io.assay.model.RecordKind;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A table as one kind of record fills it, and the fragments of SQL that follow from that.
 *
 * @param target the target table, qualified
 * @param staging the staging table of this kind and table, qualified
 * @param sequenceTypes types of the target's sequence columns; empty if it has none
 * @param stubs whether rows of the target may be stubs
 * @param remembers whether deletions of its rows are remembered
 * @param soft whether rows that are deleted stay
 * @param owner the reference through which its rows belong to their record; empty if they do not
 */
record KindTable(
    RecordKind kind,
    Table table,
    String target,
    String staging,
    List<String> sequenceTypes,
    boolean stubs,
    boolean remembers,
    boolean soft,
    Optional<Reference> owner) {

  /** Whether the row decides the fate of its record. */
  boolean root() {
    return table.name().equals(kind.root());
  }

  /** Whether rows of the table belong to their record. */
  boolean owned() {
    return owner.isPresent();
  }

  /** Whether a record gives a row for each element of a list. */
  boolean several() {
    return !table.each().isEmpty();
  }

  /** Whether staged rows may ask for a deletion. */
  boolean deletes() {
    return root() && kind.delete().isPresent();
  }

  Version stagedVersion(String alias) {
    return Version.staged(alias, kind.sequence().size());
  }

  Version storedVersion(String alias) {
    return Version.stored(alias, sequenceTypes.size());
  }

  /** Of a deletion of one of its rows, in the ledger. */
  Version deletedVersion(String alias) {
    return Version.deleted(alias, sequenceTypes);
  }

  /** True where the staged row asks for a deletion, of one row or of all. */
  static String deletions(String alias) {
    return ofBatch(alias)
        + " and "
        + alias
        + "._operation > 0 and not "
        + WorkTables.refused(alias);
  }

  /** The rows that give rows: of successful attempts, and no deletions. */
  String upserts(String alias) {
    return ofBatch(alias) + (deletes() ? " and " + alias + "._operation = 0" : "");
  }

  /** The rows that give rows, and whose records are not refused. */
  String accepted(String alias) {
    return upserts(alias) + " and not " + WorkTables.refused(alias);
  }

  /** The rows of successful attempts. */
  static String ofBatch(String alias) {
    return alias + "._attempt = any (" + Sql.ATTEMPTS + ")";
  }

  /** The key columns, separated by commas. */
  String keys(String alias) {
    return columns(alias, table.key());
  }

  /** The key as {@code text[]}, as the ledger writes keys. */
  String keyText(String alias) {
    return text(alias, table.key());
  }

  String sameKey(String left, String right) {
    return equal(left, table.key(), right, table.key());
  }

  static String columns(String alias, List<String> names) {
    return names.stream()
        .map(name -> alias + "." + Identifier.quote(name))
        .collect(Collectors.joining(", "));
  }

  static String text(String alias, List<String> names) {
    return names.stream()
        .map(name -> alias + "." + Identifier.quote(name) + "::text")
        .collect(Collectors.joining(", ", "array[", "]"));
  }

  /** Columns as findings show them: masked where a masked field is in them. */
  String shown(String alias, List<String> names) {
    return shown(alias, names, this::isMasked);
  }

  static String shown(String alias, List<String> names, Predicate<String> masked) {
    return names.stream()
        .map(
            name -> {
              String text = alias + "." + Identifier.quote(name) + "::text";
              return masked.test(name) ? Mask.sql(text) : text;
            })
        .collect(Collectors.joining(", ", "left(array_to_string(array[", "], ', '), 200)"));
  }

  /** The same for texts of columns that stand in an array. */
  String shownElements(String array, List<String> names) {
    StringBuilder sql = new StringBuilder("left(array_to_string(array[");
    for (int i = 0; i < names.size(); i++) {
      String text = array + "[" + (i + 1) + "]";
      sql.append(i == 0 ? "" : ", ").append(isMasked(names.get(i)) ? Mask.sql(text) : text);
    }
    return sql.append("], ', '), 200)").toString();
  }

  private boolean isMasked(String column) {
    return table.column(column).filter(kind::masks).isPresent();
  }

  static String present(String alias, List<String> names) {
    return names.stream()
        .map(name -> alias + "." + Identifier.quote(name) + " is not null")
        .collect(Collectors.joining(" and "));
  }

  static String equal(String left, List<String> leftNames, String right, List<String> rightNames) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < leftNames.size(); i++) {
      sql.append(i == 0 ? "" : " and ")
          .append(left)
          .append('.')
          .append(Identifier.quote(leftNames.get(i)))
          .append(" = ")
          .append(right)
          .append('.')
          .append(Identifier.quote(rightNames.get(i)));
    }
    return sql.toString();
  }
}
