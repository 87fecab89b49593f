package io.assay.flow.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assay.flow.lineage.LineageRun.Reads;
import io.assay.lake.RawSchema;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.model.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructField;

/** What a query reads and writes, as OpenLineage describes it. Immutable. */
final class QueryDatasets {
  /** What {@link LineageRun#wrote} calls the raw table. */
  static final String RAW = "raw";

  private final Facets facets;
  private final Map<DatasetName, Map<String, String>> inputs;
  private final List<Output> outputs;

  private record Output(
      String key, DatasetName name, Map<String, String> columns, JsonNode columnLineage) {}

  private QueryDatasets(
      Facets facets, Map<DatasetName, Map<String, String>> inputs, List<Output> outputs) {
    this.facets = facets;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  static QueryDatasets ofLand(Pipeline pipeline, Environment environment, String producer) {
    Facets facets = new Facets(producer);
    Map<DatasetName, Map<String, String>> inputs = new LinkedHashMap<>();
    topics(pipeline, environment, Set.of()).forEach(topic -> inputs.put(topic, record()));
    Map<String, String> raw = record();
    raw.put(RawSchema.LANDED_AT, "timestamp");
    raw.put(RawSchema.LANDED_DATE, "date");
    return new QueryDatasets(
        facets,
        inputs,
        List.of(
            new Output(
                RAW,
                raw(pipeline, environment),
                raw,
                facets.copied(inputs.keySet(), record().keySet()))));
  }

  static QueryDatasets ofRefine(
      Pipeline pipeline, Environment environment, Reads reads, String producer) {
    Facets facets = new Facets(producer);
    List<TableLineage> lineage = TableLineage.of(pipeline);
    Map<DatasetName, Map<String, String>> inputs = new LinkedHashMap<>();
    from(pipeline, environment, reads, Set.of()).forEach(dataset -> inputs.put(dataset, record()));
    for (TableLineage table : lineage) { // a column can only come from a field that there is
      for (TableLineage.Part part : table.parts()) {
        Set<String> used = new TreeSet<>();
        part.columns().values().forEach(sources -> sources.forEach(each -> used.add(each.field())));
        part.filters().forEach(each -> used.add(each.field()));
        from(pipeline, environment, reads, part.topics())
            .forEach(
                dataset ->
                    used.forEach(
                        field ->
                            inputs
                                .computeIfAbsent(dataset, absent -> record())
                                .putIfAbsent(field, "text")));
      }
    }
    List<Output> outputs = new ArrayList<>();
    for (TableLineage table : lineage) {
      outputs.add(
          new Output(
              table.table(),
              DatasetName.table(environment.database(), table.table()),
              columns(pipeline, table.table()),
              facets.columnLineage(
                  table,
                  topics -> from(pipeline, environment, reads, topics),
                  name -> DatasetName.table(environment.database(), name))));
    }
    return new QueryDatasets(facets, inputs, outputs);
  }

  Facets facets() {
    return facets;
  }

  List<ObjectNode> inputs() {
    List<ObjectNode> nodes = new ArrayList<>();
    inputs.forEach((name, columns) -> nodes.add(dataset(name, columns)));
    return nodes;
  }

  /**
   * What is written.
   *
   * @param rows that the run has written so far, by table
   */
  List<ObjectNode> outputs(Map<String, Long> rows) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (Output output : outputs) {
      ObjectNode node = dataset(output.name(), output.columns());
      ((ObjectNode) node.path("facets")).set("columnLineage", output.columnLineage());
      node.putObject("outputFacets")
          .set("outputStatistics", facets.outputStatistics(rows.getOrDefault(output.key(), 0L)));
      nodes.add(node);
    }
    return nodes;
  }

  private ObjectNode dataset(DatasetName name, Map<String, String> columns) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("namespace", name.namespace()).put("name", name.name());
    ObjectNode about = node.putObject("facets");
    about.set("dataSource", facets.dataSource(name.namespace()));
    about.set("schema", facets.schema(columns));
    return node;
  }

  /** What records of these topics are read from; of all topics if none are named. */
  private static Set<DatasetName> from(
      Pipeline pipeline, Environment environment, Reads reads, Set<String> topics) {
    return reads == Reads.LAKE
        ? Set.of(raw(pipeline, environment))
        : topics(pipeline, environment, topics);
  }

  private static DatasetName raw(Pipeline pipeline, Environment environment) {
    return DatasetName.lake(environment.lake().raw(pipeline.name()));
  }

  /** Where a pattern says which topics there are, it stands for them. */
  private static Set<DatasetName> topics(
      Pipeline pipeline, Environment environment, Set<String> only) {
    List<String> names =
        pipeline.source().subscription() instanceof Topics.Matching matching
            ? List.of(matching.pattern())
            : pipeline.source().topics();
    Set<DatasetName> topics = new LinkedHashSet<>();
    for (String name : only.isEmpty() ? names : only) {
      topics.add(DatasetName.topic(environment.kafka(), name));
    }
    return topics;
  }

  /** The columns of a record wherever it comes from. */
  private static Map<String, String> record() {
    Map<String, String> columns = new LinkedHashMap<>();
    for (StructField field : RawSchema.RECORD.fields()) {
      columns.put(field.name(), field.dataType().simpleString());
    }
    return columns;
  }

  private static Map<String, String> columns(Pipeline pipeline, String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (Table filled : pipeline.tables()) {
      if (filled.name().equals(table)) {
        filled.columns().forEach(column -> columns.put(column.name(), column.type().sql()));
      }
    }
    return columns;
  }
}
