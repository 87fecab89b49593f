package io.assay.flow.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assay.model.Lookup;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The facets of OpenLineage that we fill.
 *
 * @param producer names the suite and its version
 * @see <a href="https://openlineage.io/docs/spec/facets">the facets</a>
 */
record Facets(String producer) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SPEC = "https://openlineage.io/spec/facets/";

  private ObjectNode facet(String name, String version) {
    ObjectNode facet = JSON.objectNode();
    facet.put("_producer", producer);
    facet.put("_schemaURL", SPEC + version + "/" + name + ".json#/$defs/" + name);
    return facet;
  }

  /** Columns and their types, in order. */
  JsonNode schema(Map<String, String> columns) {
    ObjectNode facet = facet("SchemaDatasetFacet", "1-1-1");
    ArrayNode fields = facet.putArray("fields");
    columns.forEach((name, type) -> fields.addObject().put("name", name).put("type", type));
    return facet;
  }

  JsonNode dataSource(String namespace) {
    return facet("DatasourceDatasetFacet", "1-0-1").put("name", namespace).put("uri", namespace);
  }

  JsonNode outputStatistics(long rows) {
    return facet("OutputStatisticsOutputDatasetFacet", "1-0-2").put("rowCount", rows);
  }

  JsonNode jobType() {
    return facet("JobTypeJobFacet", "2-0-3")
        .put("processingType", "STREAMING")
        .put("integration", "ASSAY")
        .put("jobType", "QUERY");
  }

  JsonNode documentation(String description) {
    return facet("DocumentationJobFacet", "1-1-0").put("description", description);
  }

  JsonNode processingEngine(String sparkVersion, String suiteVersion) {
    return facet("ProcessingEngineRunFacet", "1-1-1")
        .put("name", "spark")
        .put("version", sparkVersion)
        .put("openlineageAdapterVersion", suiteVersion);
  }

  JsonNode parent(ParentRun parent) {
    ObjectNode facet = facet("ParentRunFacet", "1-1-0");
    facet.putObject("run").put("runId", parent.runId().toString());
    facet.putObject("job").put("namespace", parent.namespace()).put("name", parent.name());
    return facet;
  }

  JsonNode errorMessage(String message) {
    return facet("ErrorMessageRunFacet", "1-0-1")
        .put("message", message)
        .put("programmingLanguage", "JAVA");
  }

  /** The same columns, each from the one of the same name. */
  JsonNode copied(Set<DatasetName> from, Set<String> columns) {
    ObjectNode facet = facet("ColumnLineageDatasetFacet", "1-2-0");
    ObjectNode fields = facet.putObject("fields");
    for (String column : columns) {
      ArrayNode inputs = fields.putObject(column).putArray("inputFields");
      from.forEach(
          dataset -> input(inputs, dataset, new ColumnSource(column, ColumnSource.Use.IDENTITY)));
    }
    return facet;
  }

  /**
   * Of a target table.
   *
   * @param inputs what records of some topics are read from
   * @param tables names a table that values are looked up in
   */
  JsonNode columnLineage(
      TableLineage lineage,
      Function<Set<String>, Set<DatasetName>> inputs,
      Function<String, DatasetName> tables) {
    ObjectNode facet = facet("ColumnLineageDatasetFacet", "1-2-0");
    Map<String, Set<Input>> columns = new LinkedHashMap<>();
    Set<Input> filters = new LinkedHashSet<>();
    for (TableLineage.Part part : lineage.parts()) {
      Set<DatasetName> datasets = inputs.apply(part.topics());
      part.columns()
          .forEach(
              (column, sources) ->
                  columns
                      .computeIfAbsent(column, absent -> new LinkedHashSet<>())
                      .addAll(inputs(datasets, sources)));
      part.lookups()
          .forEach(
              (column, lookup) ->
                  columns
                      .computeIfAbsent(column, absent -> new LinkedHashSet<>())
                      .add(lookedUp(tables, lookup)));
      filters.addAll(inputs(datasets, part.filters()));
    }
    ObjectNode fields = facet.putObject("fields");
    columns.forEach(
        (column, from) -> {
          ArrayNode array = fields.putObject(column).putArray("inputFields");
          from.forEach(each -> input(array, each.dataset(), each.source()));
        });
    ArrayNode dataset = facet.putArray("dataset");
    filters.forEach(each -> input(dataset, each.dataset(), each.source()));
    return facet;
  }

  private record Input(DatasetName dataset, ColumnSource source) {}

  private static List<Input> inputs(Set<DatasetName> datasets, Set<ColumnSource> sources) {
    return datasets.stream()
        .flatMap(dataset -> sources.stream().map(source -> new Input(dataset, source)))
        .toList();
  }

  private static Input lookedUp(Function<String, DatasetName> tables, Lookup lookup) {
    return new Input(
        tables.apply(lookup.table()), new ColumnSource(lookup.column(), ColumnSource.Use.IDENTITY));
  }

  private static void input(ArrayNode inputs, DatasetName dataset, ColumnSource source) {
    ObjectNode input = inputs.addObject();
    input.put("namespace", dataset.namespace()).put("name", dataset.name());
    input.put("field", source.field());
    input
        .putArray("transformations")
        .addObject()
        .put("type", source.use().type())
        .put("subtype", source.use().subtype());
  }
}
