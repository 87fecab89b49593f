package io.assay.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
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
import io.assay.engine.rule.AmbiguityCheck;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.sql.Scope;
import io.assay.engine.sql.SparkTypes;
import io.assay.model.Field;
import io.assay.model.Ownership;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Severity;
import io.assay.model.Source;
import io.assay.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private final Column active;
  private final Column readable;
  private final DeletionSteps deletions;
  private final Scope fields;
  private final Scope settled;
  private final List<Map<String, Column>> computed = new ArrayList<>();
  private final List<ComputedValue> attempts = new ArrayList<>();
  private final List<RecordCheck> checks = new ArrayList<>();
  private final Map<String, Column> checkColumns = new LinkedHashMap<>();
  private final List<AmbiguityCheck> ambiguities = new ArrayList<>();
  private final Map<String, Column> ambiguityColumns = new LinkedHashMap<>();
  private final Map<String, Column> valueColumns = new LinkedHashMap<>();
  private final Map<Table, ElementRows> elementRows = new LinkedHashMap<>();
  private final Map<String, Column> elementColumns = new LinkedHashMap<>();

  /**
   * A value that may fail to compute: the column holding the attempt, and the name people know it
   * by.
   */
  private record ComputedValue(String name, String column, String sql) {}

  KindSteps(int index, RecordKind kind, Source source) {
    this.index = index;
    this.kind = kind;
    this.source = source;
    this.decoder = new RecordDecoder(kind, source);
    Column ours = col(Refined.KIND).equalTo(index);
    this.active = ours.and(col(Refined.OPERATION).equalTo(Refined.UPSERT));
    this.readable = col("_readable_" + index);
    this.deletions = new DeletionSteps(index, kind);
    this.fields = computeFields();
    planChecks();
    this.settled = clearAmbiguous();
    planTableValues();
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
    Column findings = col(decodedName()).getField(RecordDecoder.FINDINGS);
    Column undecodable = get(findings, lit(0)).getField("rule").equalTo(RecordDecoder.DECODE);
    return Map.of("_readable_" + index, active.and(not(coalesce(undecodable, lit(false)))));
  }

  /** Stages 3 …: computed fields, each after those it uses. */
  List<Map<String, Column>> computed() {
    return computed;
  }

  /** Which checks fail. */
  Map<String, Column> checks() {
    return checkColumns;
  }

  /** Which failures come from an ambiguous value. */
  Map<String, Column> ambiguities() {
    return ambiguityColumns;
  }

  /** Columns of the tables that are more than a field. */
  Map<String, Column> values() {
    return valueColumns;
  }

  /** What is wrong with the elements that tables take rows from. */
  Map<String, Column> elements() {
    return elementColumns;
  }

  /** All findings of the record, or null. */
  Column findings() {
    List<Column> found = new ArrayList<>();
    Column any = col(decodedName()).getField(RecordDecoder.FINDINGS).isNotNull();
    Column refused = any;
    for (ComputedValue attempt : attempts) {
      Column failed = readable.and(col(attempt.column()).isNull());
      any = any.or(failed);
      refused = refused.or(failed);
      found.add(when(failed, notComputable(attempt)));
    }
    for (int i = 0; i < ambiguities.size(); i++) {
      AmbiguityCheck ambiguity = ambiguities.get(i);
      Column failed = col(ambiguityName(i));
      any = any.or(failed);
      found.add(
          when(
              failed,
              ambiguity.finding(
                  fields.field(ambiguity.field().name()), readings(ambiguity.field()))));
    }
    for (int i = 0; i < checks.size(); i++) {
      Column failed = col(checkName(i)).and(not(isAmbiguous(i)));
      any = any.or(failed);
      if (checks.get(i).severity() != Severity.WARN) {
        refused = refused.or(failed);
      }
      found.add(when(failed, checks.get(i).finding()));
    }
    List<Column> several = new ArrayList<>();
    for (ElementRows rows : elementRows.values()) {
      Column failed = rows.failures().isNotNull();
      any = any.or(failed);
      refused = refused.or(failed);
      several.add(rows.failures());
    }
    Column complete = readable.and(not(refused));
    for (Table table : kind.tables()) {
      ElementRows rows = elementRows.get(table);
      if (rows != null) {
        Column gaps = complete.and(rows.gaps().isNotNull());
        Column repeated = complete.and(rows.repeatedKey().isNotNull());
        any = any.or(gaps).or(repeated);
        several.add(when(gaps, rows.gaps()));
        found.add(when(repeated, rows.repetition()));
        continue;
      }
      for (Table.Column column : table.columns()) {
        if (!column.nullable()) {
          Column missing = complete.and(gives(table)).and(value(column).isNull());
          any = any.or(missing);
          found.add(when(missing, nothingFor(table, column)));
        }
      }
    }
    Column decodeFindings =
        coalesce(
            col(decodedName()).getField(RecordDecoder.FINDINGS),
            array().cast(Refined.FINDINGS_TYPE));
    List<Column> all = new ArrayList<>(List.of(decodeFindings));
    if (!found.isEmpty()) {
      all.add(array_compact(array(found.toArray(Column[]::new))).cast(Refined.FINDINGS_TYPE));
    }
    several.forEach(more -> all.add(coalesce(more, array().cast(Refined.FINDINGS_TYPE))));
    Optional<Severity> severity = unknownSeverity();
    if (severity.isPresent()) {
      any = any.or(unknown().isNotNull());
      Column members =
          transform(unknown(), member -> unknownFinding(member, severity.get()))
              .cast(Refined.FINDINGS_TYPE);
      all.add(coalesce(members, array().cast(Refined.FINDINGS_TYPE)));
    }
    return when(active.and(any), concat(all.toArray(Column[]::new)))
        .when(
            deletions.areFaulty(),
            deletions.findings(col(decodedName()).getField(RecordDecoder.FINDINGS)));
  }

  /** The members that no field takes, or null. */
  Column unknown() {
    return kind.unknownField() == Action.IGNORE
        ? lit(null).cast(Refined.UNKNOWN_TYPE)
        : when(active, col(decodedName()).getField(RecordDecoder.UNKNOWN));
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
    Column decodes = active.and(col(decodedName()).getField(RecordDecoder.FINDINGS).isNull());
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
      Column row = when(applied.and(active).and(gives(table)), row(table));
      if (table.name().equals(kind.root()) && kind.delete().isPresent()) {
        row = row.when(applied.and(deletions.are()), deletions.row(fields));
      }
      rows.put(Refined.row(index, t), row);
    }
    return rows;
  }

  /** The rule of each of the {@link #checks()}, in their order. */
  List<String> checkedRules() {
    return checks.stream().map(RecordCheck::rule).toList();
  }

  private Scope computeFields() {
    Scope scope =
        Scope.empty()
            .masking(
                kind.fields().stream()
                    .filter(field -> field.treatment().masked())
                    .map(Field::name)
                    .collect(Collectors.toSet()));
    Map<String, Integer> levels = new LinkedHashMap<>();
    for (Field field : kind.fields()) {
      if (!(field.origin() instanceof Field.Origin.Computed sql)) {
        scope = scope.with(field.name(), col(decodedName()).getField(field.name()));
        continue;
      }
      int level = 0;
      for (Map.Entry<String, Integer> earlier : levels.entrySet()) {
        if (Pattern.compile("\\b" + earlier.getKey() + "\\b").matcher(sql.sql()).find()) {
          level = Math.max(level, earlier.getValue() + 1);
        }
      }
      levels.put(field.name(), level);
      while (computed.size() <= level) {
        computed.add(new LinkedHashMap<>());
      }
      String column = "_computed_" + index + "_" + field.name();
      computed
          .get(level)
          .put(
              column,
              when(
                  readable.or(deletions.haveFields()),
                  scope.attempt(sql.sql(), SparkTypes.name(field.type()))));
      attempts.add(new ComputedValue(field.name(), column, sql.sql()));
      scope = scope.with(field.name(), col(column).getField("v"));
    }
    return scope;
  }

  private void planChecks() {
    for (Rule rule : kind.rules()) {
      for (RecordCheck check : RecordCheck.of(rule, fields)) {
        int position = checks.size();
        checks.add(check);
        checkColumns.put(checkName(position), coalesce(when(readable, check.failed()), lit(false)));
        for (Field field : kind.fields()) {
          if (!field.also().isEmpty()) {
            AmbiguityCheck.of(
                    rule.check(), check, col(checkName(position)), field, readings(field), fields)
                .ifPresent(this::addAmbiguity);
          }
        }
      }
    }
  }

  private void addAmbiguity(AmbiguityCheck ambiguity) {
    ambiguityColumns.put(ambiguityName(ambiguities.size()), ambiguity.failed());
    ambiguities.add(ambiguity);
  }

  private Column isAmbiguous(int check) {
    Column ambiguous = lit(false);
    for (int i = 0; i < ambiguities.size(); i++) {
      if (ambiguities.get(i).check().equals(checks.get(check))) {
        ambiguous = ambiguous.or(col(ambiguityName(i)));
      }
    }
    return ambiguous;
  }

  private Scope clearAmbiguous() {
    Scope scope = fields;
    for (Field field : kind.fields()) {
      Column cleared = lit(false);
      for (int i = 0; i < ambiguities.size(); i++) {
        AmbiguityCheck ambiguity = ambiguities.get(i);
        if (ambiguity.field().equals(field) && field.ambiguity() == Field.Ambiguity.CLEAR) {
          cleared = cleared.or(col(ambiguityName(i)));
        }
      }
      scope = scope.with(field.name(), when(not(cleared), fields.field(field.name())));
    }
    return scope;
  }

  private void planTableValues() {
    valueColumns.putAll(deletions.keys(fields));
    Ownership ownership = Ownership.of(kind);
    for (Table table : kind.tables()) {
      if (!table.each().isEmpty()) {
        String name = "_elements_" + index + "_" + table.name();
        ElementRows rows =
            new ElementRows(kind, table, settled, name, ownership.owns(table.name()));
        valueColumns.put(name, when(readable, rows.computed()));
        elementColumns.putAll(rows.checks());
        elementRows.put(table, rows);
        continue;
      }
      if (table.when().isPresent()) {
        String sql = table.when().get();
        valueColumns.put(whenName(table), when(readable, settled.attempt(sql, "boolean")));
        attempts.add(new ComputedValue(table.name(), whenName(table), sql));
      }
      for (Table.Column column : table.columns()) {
        if (!settled.isField(column.sql()) && !valueColumns.containsKey(valueName(column))) {
          valueColumns.put(
              valueName(column),
              when(readable, settled.attempt(column.sql(), SparkTypes.name(column.type()))));
          attempts.add(new ComputedValue(column.name(), valueName(column), column.sql()));
        }
      }
    }
  }

  private Column value(Table.Column column) {
    return settled.isField(column.sql())
        ? settled.field(column.sql().strip())
        : col(valueName(column)).getField("v");
  }

  private Column gives(Table table) {
    return table
        .when()
        .map(sql -> coalesce(col(whenName(table)).getField("v"), lit(false)))
        .orElse(lit(true));
  }

  private Column row(Table table) {
    List<Column> values = new ArrayList<>(sequence());
    for (Table.Column column : table.columns()) {
      values.add(value(column).cast(SparkTypes.name(column.type())).as(column.name()));
    }
    return struct(values.toArray(Column[]::new));
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

  private Column notComputable(ComputedValue attempt) {
    return RecordCheck.finding(
        "type",
        Severity.REJECT,
        lit(attempt.name()),
        lit(null).cast("string"),
        lit(attempt.name() + " cannot be computed: " + attempt.sql()));
  }

  private static Column nothingFor(Table table, Table.Column column) {
    return RecordCheck.finding(
        "not-null",
        Severity.REJECT,
        lit(column.name()),
        lit(null).cast("string"),
        lit(
            "nothing for the column "
                + table.name()
                + "."
                + column.name()
                + ", which must not be empty"));
  }

  private Column readings(Field field) {
    return col(decodedName()).getField(field.name() + RecordDecoder.ALSO);
  }

  private String decodedName() {
    return "_decoded_" + index;
  }

  private String checkName(int check) {
    return "_failed_" + index + "_" + check;
  }

  private String ambiguityName(int ambiguity) {
    return "_ambiguous_" + index + "_" + ambiguity;
  }

  private String whenName(Table table) {
    return "_when_" + index + "_" + table.name();
  }

  private String valueName(Table.Column column) {
    return "_value_"
        + index
        + "_"
        + Integer.toHexString((column.sql() + column.type().sql()).hashCode());
  }
}
