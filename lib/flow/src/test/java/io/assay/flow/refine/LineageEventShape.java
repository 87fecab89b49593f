package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What OpenLineage 2-0-2 requires of a run event and of the facets that we fill, as its schemas
 * have it.
 */
final class LineageEventShape {
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "SchemaDatasetFacet", List.of("fields"),
          "DatasourceDatasetFacet", List.of("name", "uri"),
          "ColumnLineageDatasetFacet", List.of("fields"),
          "OutputStatisticsOutputDatasetFacet", List.of("rowCount"),
          "JobTypeJobFacet", List.of("processingType", "integration"),
          "DocumentationJobFacet", List.of("description"),
          "ProcessingEngineRunFacet", List.of("version"),
          "ParentRunFacet", List.of("run", "job"),
          "ErrorMessageRunFacet", List.of("message", "programmingLanguage"));

  private LineageEventShape() {}

  static void check(JsonNode event) {
    LineageEventModel.check(event);
    Instant.parse(text(event, "eventTime"));
    assertThat(URI.create(text(event, "producer")).isAbsolute()).isTrue();
    assertThat(text(event, "schemaURL"))
        .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
    assertThat(text(event, "eventType")).matches("START|RUNNING|COMPLETE|ABORT|FAIL|OTHER");
    UUID.fromString(text(event.path("run"), "runId"));
    named(event.path("job"));
    facets(event.at("/run/facets"));
    facets(event.at("/job/facets"));
    for (String side : List.of("inputs", "outputs")) {
      assertThat(event.path(side).isArray()).isTrue();
      for (JsonNode dataset : event.path(side)) {
        named(dataset);
        facets(dataset.path("facets"));
        facets(dataset.path("outputFacets"));
        for (JsonNode column : dataset.at("/facets/columnLineage/fields")) {
          for (JsonNode input : column.path("inputFields")) {
            named(input);
            text(input, "field");
            text(input.at("/transformations/0"), "type");
          }
        }
      }
    }
  }

  private static void named(JsonNode thing) {
    text(thing, "namespace");
    text(thing, "name");
  }

  private static void facets(JsonNode facets) {
    for (JsonNode facet : facets) {
      assertThat(URI.create(text(facet, "_producer")).isAbsolute()).isTrue();
      String schema = text(facet, "_schemaURL");
      assertThat(schema)
          .matches("https://openlineage\\.io/spec/facets/\\d-\\d-\\d/(\\w+)\\.json#/\\$defs/\\1");
      String name = schema.substring(schema.lastIndexOf('/') + 1);
      assertThat(REQUIRED).containsKey(name);
      REQUIRED.get(name).forEach(member -> assertThat(facet.has(member)).as(schema).isTrue());
    }
  }

  private static String text(JsonNode node, String member) {
    assertThat(node.path(member).isTextual()).as(member + " of " + node).isTrue();
    return node.path(member).asText();
  }
}
