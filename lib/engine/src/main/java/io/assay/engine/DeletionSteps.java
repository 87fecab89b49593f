package io.assay.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.decode.RecordDecoder;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.Deletion;
import io.assay.model.RecordKind;
import io.assay.model.Severity;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/**
 * The columns that refining takes for the records of one kind that ask for a deletion. Their value,
 * if they have one, is read only for the fields that the key or the sequence needs; no rule is
 * asked, and nothing else in it can be at fault.
 */
final class DeletionSteps {
  private final int index;
  private final RecordKind kind;
  private final Optional<Deletion> deletion;
  private final Set<String> used;
  private final Column ours;

  DeletionSteps(int index, RecordKind kind) {
    this.index = index;
    this.kind = kind;
    this.deletion = kind.delete();
    this.used = deletion.map(each -> used(kind, each)).orElse(Set.of());
    this.ours = col(Refined.KIND).equalTo(index);
  }

  /** What the record asks for; only asked for records of this kind. */
  Column operation() {
    if (deletion.isEmpty()) {
      return lit(Refined.UPSERT);
    }
    Column deletes = asked(deletion.get().when());
    Column operation = when(deletes, lit(Refined.DELETE)).otherwise(lit(Refined.UPSERT));
    return deletion
        .get()
        .truncate()
        .map(sql -> when(asked(sql), lit(Refined.TRUNCATE)).otherwise(operation))
        .orElse(operation);
  }

  /** True where the record asks for a deletion. */
  Column are() {
    return deletion.isEmpty()
        ? lit(false)
        : ours.and(col(Refined.OPERATION).notEqual(Refined.UPSERT));
  }

  /** True where it does, and has a value that is to be read. */
  Column haveFields() {
    return used.isEmpty() ? lit(false) : are().and(col(RawRecord.VALUE).isNotNull());
  }

  /** The key, each column as an attempt. */
  Map<String, Column> keys(Scope fields) {
    Map<String, Column> keys = new LinkedHashMap<>();
    for (Table.Column column : key()) {
      String sql = deletion.orElseThrow().key().get(column.name());
      keys.put(keyName(column), when(isOne(), fields.attempt(sql, SparkTypes.name(column.type()))));
    }
    return keys;
  }

  /** True where there are {@link #findings}. */
  Column areFaulty() {
    Column faulty = lit(false);
    for (Table.Column column : key()) {
      faulty = faulty.or(key(column).isNull());
    }
    faulty = isOne().and(faulty);
    if (!used.isEmpty()) {
      Column decoded = col("_decoded_" + index).getField(RecordDecoder.FINDINGS);
      Column concerned = coalesce(exists(decoded, this::concerns), lit(false));
      faulty = faulty.or(haveFields().and(concerned));
    }
    return faulty;
  }

  /**
   * What is wrong with it.
   *
   * @param decoded the findings of decoding, or null
   */
  Column findings(Column decoded) {
    List<Column> found = new ArrayList<>();
    for (Table.Column column : key()) {
      String sql = deletion.orElseThrow().key().get(column.name());
      found.add(
          when(
                  isOne().and(col(keyName(column)).isNull()),
                  finding("type", column, column.name() + " cannot be computed: " + sql))
              .when(
                  isOne().and(key(column).isNull()),
                  finding(
                      "not-null",
                      column,
                      "the deletion says nothing for the key column "
                          + kind.root()
                          + "."
                          + column.name())));
    }
    Column none = array().cast(Refined.FINDINGS_TYPE);
    Column own =
        found.isEmpty()
            ? none
            : array_compact(array(found.toArray(Column[]::new))).cast(Refined.FINDINGS_TYPE);
    return concat(coalesce(filter(decoded, this::concerns), none), own);
  }

  /** The staged root row: the sequence, and the key with nothing beside it. */
  Column row(Scope fields) {
    List<Column> values = new ArrayList<>();
    for (Column field : KindSteps.sequence(kind, fields)) {
      values.add(field);
    }
    for (Table.Column column : kind.rootTable().columns()) {
      Column value = key().contains(column) ? key(column) : lit(null);
      values.add(value.cast(SparkTypes.name(column.type())).as(column.name()));
    }
    return struct(values.toArray(Column[]::new));
  }

  /** True where it is about one row, and not about all. */
  private Column isOne() {
    return ours.and(col(Refined.OPERATION).equalTo(Refined.DELETE));
  }

  private Column concerns(Column finding) {
    Column concerns = finding.getField("rule").equalTo(RecordDecoder.DECODE);
    for (String field : used) {
      concerns = concerns.or(coalesce(finding.getField("field").equalTo(field), lit(false)));
    }
    return concerns;
  }

  private List<Table.Column> key() {
    if (deletion.isEmpty()) {
      return List.of();
    }
    Table root = kind.rootTable();
    return root.columns().stream().filter(column -> root.key().contains(column.name())).toList();
  }

  private Column key(Table.Column column) {
    return col(keyName(column)).getField("v");
  }

  private String keyName(Table.Column column) {
    return "_deleted_" + index + "_" + column.name();
  }

  private static Column asked(String sql) {
    return coalesce(Scope.empty().column(sql), lit(false));
  }

  private static Column finding(String rule, Table.Column column, String message) {
    return RecordCheck.finding(
        rule, Severity.REJECT, lit(column.name()), lit(null).cast("string"), lit(message));
  }

  private static Set<String> used(RecordKind kind, Deletion deletion) {
    Set<String> used = new LinkedHashSet<>(kind.sequence());
    kind.fields().stream()
        .map(field -> field.name())
        .filter(
            name ->
                deletion.key().values().stream()
                    .anyMatch(sql -> Pattern.compile("\\b" + name + "\\b").matcher(sql).find()))
        .forEach(used::add);
    return used;
  }
}
