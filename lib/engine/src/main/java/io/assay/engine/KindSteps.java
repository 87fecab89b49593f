package io.assay.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.decode.RecordDecoder;
import io.assay.engine.format.RecordTranslator;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.sql.Scope;
import io.assay.model.Ownership;
import io.assay.model.RecordKind;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Severity;
import io.assay.model.Source;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/**
 * The columns that refining one kind of record takes, stage by stage. A stage uses the columns of
 * the stages before it, and each value that costs something is a column of its own, so that Spark
 * computes it once. Every column is null where the record is of another kind.
 */
final class KindSteps {
  private final int index;
  private final RecordKind kind;
  private final Source source;
  private final RecordDecoder decoder;
  private final Column decoded;
  private final Column active;
  private final Column readable;
  private final DeletionSteps deletions;
  private final ComputedFields computed;
  private final KindChecks checks;
  private final Scope settled;
  private final RecordRows recordRows;
  private final Map<Table, ElementRows> elementRows = new LinkedHashMap<>();

  KindSteps(int index, RecordKind kind, Source source) {
    this.index = index;
    this.kind = kind;
    this.source = source;
    this.decoder = new RecordDecoder(kind, source);
    this.decoded = col(decodedName());
    Column ours = col(Refined.KIND).equalTo(index);
    this.active = ours.and(col(Refined.OPERATION).equalTo(Refined.UPSERT));
    this.readable = col("_readable_" + index);
    this.deletions = new DeletionSteps(index, kind);
    this.computed = new ComputedFields(index, kind, decoded, readable.or(deletions.haveFields()));
    this.checks = new KindChecks(index, kind, computed.scope(), decoded, readable);
    this.settled = checks.settled();
    this.recordRows = new RecordRows(index, kind, settled, readable);
    Ownership ownership = Ownership.of(kind);
    for (Table table : kind.tables()) {
      if (!table.each().isEmpty()) {
        String name = "_elements_" + index + "_" + table.name();
        boolean owned = ownership.owns(table.name());
        elementRows.put(table, new ElementRows(kind, table, settled, name, owned));
      }
    }
  }

  /** What the record asks for; only asked for records of this kind. */
  Column operation() {
    return deletions.operation();
  }

  /** True where the kind takes the record. */
  Column takes() {
    return coalesce(Scope.empty().column(kind.when()), lit(false));
  }

  /** Stage 1: the decoded fields. */
  Map<String, Column> decoded() {
    return Map.of(decodedName(), when(active.or(deletions.haveFields()), decodedValue()));
  }

  private Column decodedValue() {
    Column value = col(RawRecord.VALUE);
    if (!RecordTranslator.isNeeded(source)) {
      return decoder.decode(value, col(RawRecord.KEY), col(RawRecord.HEADERS));
    }
    return decoder.decodeTranslated(
        value,
        col(RawRecord.KEY),
        col(RawRecord.HEADERS),
        RecordTranslator.translatesValues(source) ? translated(RecordTranslator.VALUE) : value,
        translated(RecordTranslator.FAULT),
        translated(RecordTranslator.SHOWN),
        translated(RecordTranslator.KEY),
        translated(RecordTranslator.KEY_FAULT));
  }

  private static Column translated(String member) {
    return col(RecordTranslator.COLUMN).getField(member);
  }

  /** Stage 2: whether the value decodes; what does not has no fields to look at. */
  Map<String, Column> readable() {
    Column findings = decoded.getField(RecordDecoder.FINDINGS);
    Column undecodable = get(findings, lit(0)).getField("rule").equalTo(RecordDecoder.DECODE);
    return Map.of("_readable_" + index, active.and(not(coalesce(undecodable, lit(false)))));
  }

  /** Stages 3 …: computed fields, each after those it uses. */
  List<Map<String, Column>> computed() {
    return computed.levels();
  }

  /** Which checks fail. */
  Map<String, Column> checks() {
    return checks.failed();
  }

  /** Which failures come from an ambiguous value. */
  Map<String, Column> ambiguities() {
    return checks.ambiguous();
  }

  /** Columns of the tables that are more than a field. */
  Map<String, Column> values() {
    Map<String, Column> values = new LinkedHashMap<>(deletions.keys(computed.scope()));
    values.putAll(recordRows.values());
    elementRows.values().forEach(rows -> values.put(rows.name(), when(readable, rows.computed())));
    return values;
  }

  /** What is wrong with the elements that tables take rows from. */
  Map<String, Column> elements() {
    Map<String, Column> elements = new LinkedHashMap<>();
    elementRows.values().forEach(rows -> elements.putAll(rows.checks()));
    return elements;
  }

  /** All findings of the record, or null. */
  Column findings() {
    Column ofDecoding = decoded.getField(RecordDecoder.FINDINGS);
    FindingColumns findings = new FindingColumns(ofDecoding);
    Stream.concat(computed.attempts().stream(), recordRows.attempts().stream())
        .forEach(each -> findings.refuse(readable.and(each.failed()), each.finding()));
    computed.tellStrange(readable, findings);
    checks.tell(findings);
    elementRows.values().forEach(rows -> findings.refuseAll(rows.failures()));
    tellMisfits(readable.and(not(findings.isRefused())), findings);
    unknownSeverity().ifPresent(severity -> tellUnknown(severity, findings));
    return when(active.and(findings.isAny()), findings.all())
        .when(deletions.areFaulty(), deletions.findings(ofDecoding));
  }

  private void tellMisfits(Column complete, FindingColumns findings) {
    for (Table table : kind.tables()) {
      ElementRows rows = elementRows.get(table);
      if (rows == null) {
        recordRows.tellMisfits(table, complete, findings);
      } else {
        findings.addAll(complete.and(rows.misfits().isNotNull()), rows.misfits());
        findings.add(complete.and(rows.repeatedKey().isNotNull()), rows.repetition());
      }
    }
  }

  private void tellUnknown(Severity severity, FindingColumns findings) {
    Column members =
        transform(unknown(), member -> unknownFinding(member, severity))
            .cast(Refined.FINDINGS_TYPE);
    findings.addAll(unknown().isNotNull(), members);
  }

  /** The members that no field takes, or null. */
  Column unknown() {
    return kind.unknownField() == Action.IGNORE
        ? lit(null).cast(Refined.UNKNOWN_TYPE)
        : when(active, decoded.getField(RecordDecoder.UNKNOWN));
  }

  private Optional<Severity> unknownSeverity() {
    return switch (kind.unknownField()) {
      case QUARANTINE -> Optional.of(Severity.REJECT);
      case FAIL -> Optional.of(Severity.FAIL);
      default -> Optional.empty();
    };
  }

  private static Column unknownFinding(Column member, Severity severity) {
    return RecordCheck.finding(
        Refined.UNKNOWN_FIELD,
        severity,
        member.getField("member"),
        member.getField("value"),
        concat(lit("no field takes it; its value is "), member.getField("type")));
  }

  /**
   * True where the record decodes and is to be filtered; a filter that cannot be computed filters
   * nothing.
   */
  Column filtered() {
    Column decodes = active.and(decoded.getField(RecordDecoder.FINDINGS).isNull());
    return kind.filter()
        .map(
            sql -> decodes.and(coalesce(settled.attempt(sql, "boolean").getField("v"), lit(false))))
        .orElse(lit(false));
  }

  /** Last stage: the typed fields, and the rows for the tables. */
  Map<String, Column> rows() {
    Map<String, Column> rows = new LinkedHashMap<>();
    Column applied = col(Refined.FATE).equalTo(Refined.Fate.APPLY.code());
    Column[] values =
        kind.fields().stream()
            .map(field -> settled.field(field.name()).as(field.name()))
            .toArray(Column[]::new);
    rows.put(Refined.fields(index), when(applied.and(active), struct(values)));
    for (int t = 0; t < kind.tables().size(); t++) {
      Table table = kind.tables().get(t);
      if (elementRows.containsKey(table)) {
        Column elements = elementRows.get(table).rows(sequence());
        rows.put(Refined.row(index, t), when(applied.and(active), elements));
        continue;
      }
      Column row = when(applied.and(active), recordRows.row(table, sequence()));
      if (table.name().equals(kind.root()) && kind.delete().isPresent()) {
        row = row.when(applied.and(deletions.are()), deletions.row(computed.scope()));
      }
      rows.put(Refined.row(index, t), row);
    }
    return rows;
  }

  /** The rule of each of the {@link #checks()}, in their order. */
  List<String> checkedRules() {
    return checks.rules();
  }

  private List<Column> sequence() {
    return sequence(kind, settled);
  }

  /** The sequence of a version, as columns of its row. */
  static List<Column> sequence(RecordKind kind, Scope fields) {
    List<Column> sequence = new ArrayList<>();
    for (String field : kind.sequence()) {
      String name = sequence.isEmpty() ? "_sequence" : "_sequence_" + (sequence.size() + 1);
      sequence.add(fields.field(field).as(name));
    }
    return sequence;
  }

  private String decodedName() {
    return "_decoded_" + index;
  }
}
