package io.assay.engine;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.assay.engine.format.RecordTranslator;
import io.assay.engine.record.RawRecord;
import io.assay.engine.record.Refined;
import io.assay.engine.rule.RecordCheck;
import io.assay.engine.sql.Scope;
import io.assay.model.Environment;
import io.assay.model.Format;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Everything that a record alone decides: {@link RawRecord} in, {@link Refined} out, one row for
 * one row, in one pass and without a shuffle. Kinds are tried in the order of the pipeline.
 *
 * <p>Immutable; needs the functions of {@link io.assay.engine.function.AssayFunctions} in the
 * session.
 */
public final class Refinement {
  private final Pipeline pipeline;
  private final Optional<RecordTranslator> translator;
  private final List<KindSteps> kinds = new ArrayList<>();

  /** The refinement of a pipeline that needs no schema registry. */
  public Refinement(Pipeline pipeline) {
    this(pipeline, Optional.empty());
  }

  /**
   * The refinement of a pipeline.
   *
   * @param registry where the schemas of Avro data are
   */
  public Refinement(Pipeline pipeline, Optional<Environment.Registry> registry) {
    this.pipeline = pipeline;
    this.translator =
        RecordTranslator.isNeeded(pipeline.source())
            ? Optional.of(new RecordTranslator(pipeline.source(), registry))
            : Optional.empty();
    for (RecordKind kind : pipeline.records()) {
      kinds.add(new KindSteps(kinds.size(), kind, pipeline.source()));
    }
  }

  /**
   * Refines records.
   *
   * @param records in the shape of {@link RawRecord}
   * @param replayed true for records that the ledger already has
   */
  public Dataset<Row> apply(Dataset<Row> records, Column replayed) {
    Dataset<Row> step = fields(records, replayed);
    step = step.withColumns(all(KindSteps::checks));
    step = step.withColumns(all(KindSteps::ambiguities));
    step = step.withColumns(all(KindSteps::values));
    step = step.withColumns(all(KindSteps::elements));
    step =
        step.withColumn("_filtered", perKind(KindSteps::filtered, lit(false)))
            .withColumn(Refined.FINDINGS, perKind(KindSteps::findings, unmatched()))
            .withColumn(Refined.UNKNOWN, perKind(KindSteps::unknown, lit(null)));
    step = step.withColumn(Refined.FATE, fate()).withColumn(Refined.WARNINGS, warnings());
    return step.withColumns(all(KindSteps::rows));
  }

  /** The first half: records with their fields, before anything is checked. */
  Dataset<Row> fields(Dataset<Row> records, Column replayed) {
    Dataset<Row> step =
        translated(named(records), replayed).withColumn(Refined.KIND, kindOf(replayed));
    step = step.withColumn(Refined.OPERATION, perKind(KindSteps::operation, lit(Refined.UPSERT)));
    step = step.withColumns(all(KindSteps::decoded));
    step = step.withColumns(all(KindSteps::readable));
    int levels = kinds.stream().mapToInt(kind -> kind.computed().size()).max().orElse(0);
    for (int i = 0; i < levels; i++) {
      int level = i;
      step =
          step.withColumns(
              all(kind -> level < kind.computed().size() ? kind.computed().get(level) : Map.of()));
    }
    return step;
  }

  List<KindSteps> kinds() {
    return kinds;
  }

  /** The coordinates under the names that authors use. */
  private static Dataset<Row> named(Dataset<Row> records) {
    return records
        .withColumn("_topic", col(RawRecord.TOPIC))
        .withColumn("_partition", col(RawRecord.PARTITION))
        .withColumn("_offset", col(RawRecord.OFFSET))
        .withColumn("_timestamp", col(RawRecord.TIMESTAMP))
        .withColumn("_key", col(RawRecord.KEY).cast("string"))
        .withColumn("_tombstone", col(RawRecord.VALUE).isNull());
  }

  /** The record as JSON, where it is something else, and what SQL can say about it. */
  private Dataset<Row> translated(Dataset<Row> records, Column replayed) {
    if (translator.isEmpty()) {
      return records.withColumn(Refined.SCHEMA_ID, lit(null).cast("int"));
    }
    Column translation = translator.get().translate(col(RawRecord.VALUE), col(RawRecord.KEY));
    Dataset<Row> step =
        records.withColumn(RecordTranslator.COLUMN, when(not(replayed), translation));
    step =
        step.withColumn(
            Refined.SCHEMA_ID, col(RecordTranslator.COLUMN).getField(RecordTranslator.SCHEMA_ID));
    if (RecordTranslator.translatesKeys(pipeline.source())) {
      step =
          step.withColumn(
              Scope.KEY_MEMBERS,
              col(RecordTranslator.COLUMN).getField(RecordTranslator.KEY_MEMBERS));
    }
    return pipeline.source().format() instanceof Format.Debezium
        ? step.withColumn("_op", col(RecordTranslator.COLUMN).getField(RecordTranslator.OPERATION))
        : step;
  }

  private Column kindOf(Column replayed) {
    Column kind = when(replayed, lit(Refined.REPLAYED));
    if (translator.isPresent()) {
      kind =
          kind.when(
              col(RecordTranslator.COLUMN).getField(RecordTranslator.IGNORED),
              lit(Refined.IGNORED));
    }
    for (int i = 0; i < kinds.size(); i++) {
      kind = kind.when(kinds.get(i).takes(), lit(i));
    }
    return kind.otherwise(lit(Refined.UNMATCHED));
  }

  private Column perKind(Function<KindSteps, Column> column, Column otherwise) {
    Column choice = when(col(Refined.KIND).equalTo(0), column.apply(kinds.get(0)));
    for (int i = 1; i < kinds.size(); i++) {
      choice = choice.when(col(Refined.KIND).equalTo(i), column.apply(kinds.get(i)));
    }
    return choice.otherwise(otherwise);
  }

  private Map<String, Column> all(Function<KindSteps, Map<String, Column>> stage) {
    Map<String, Column> columns = new LinkedHashMap<>();
    kinds.forEach(kind -> columns.putAll(stage.apply(kind)));
    return columns;
  }

  private Column unmatched() {
    Column finding =
        RecordCheck.finding(
            "unmatched",
            Severity.REJECT,
            lit(null).cast("string"),
            lit(null).cast("string"),
            lit("no kind of record of the pipeline " + pipeline.name() + " takes it"));
    return when(
        col(Refined.KIND).equalTo(Refined.UNMATCHED),
        org.apache.spark.sql.functions.array(finding).cast(Refined.FINDINGS_TYPE));
  }

  private Column fate() {
    return when(col(Refined.KIND).equalTo(Refined.REPLAYED), lit(Refined.Fate.REPLAY.code()))
        .when(
            col("_filtered").or(col(Refined.KIND).equalTo(Refined.IGNORED)).or(saysNothing()),
            lit(Refined.Fate.FILTER.code()))
        .when(col(Refined.FINDINGS).isNull(), lit(Refined.Fate.APPLY.code()))
        .when(hasSeverity("fail"), lit(Refined.Fate.FAIL.code()))
        .when(hasSeverity("reject"), lit(Refined.Fate.QUARANTINE.code()))
        .otherwise(lit(Refined.Fate.APPLY.code()));
  }

  /**
   * A tombstone among change events, for which no kind asks: the event before it has told of the
   * deletion, and the tombstone is for Kafka, which may forget the key.
   */
  private Column saysNothing() {
    return pipeline.source().format() instanceof Format.Debezium
        ? col(RawRecord.VALUE).isNull().and(col(Refined.OPERATION).equalTo(Refined.UPSERT))
        : lit(false);
  }

  private static Column hasSeverity(String severity) {
    return coalesce(
        exists(col(Refined.FINDINGS), finding -> finding.getField("severity").equalTo(severity)),
        lit(false));
  }

  private static Column warnings() {
    return when(
        col(Refined.FINDINGS).isNotNull().and(col(Refined.FATE).equalTo(Refined.Fate.APPLY.code())),
        array_distinct(
            transform(
                filter(
                    col(Refined.FINDINGS), finding -> finding.getField("severity").equalTo("warn")),
                finding -> finding.getField("rule"))));
  }
}
