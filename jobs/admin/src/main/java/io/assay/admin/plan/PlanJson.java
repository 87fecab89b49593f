package io.assay.admin.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.model.change.Continuation;
import io.assay.model.file.Rendered;
import io.assay.postgres.LastDefinition;
import io.assay.postgres.schema.PlannedChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as programs read it: one JSON object. */
public final class PlanJson {
  private PlanJson() {}

  public static String of(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", plan.pipeline().name());
    tree.put("version", plan.version());
    tree.put("environment", plan.environment().name());
    tree.put("status", plan.status().code());
    tree.put("changes", plan.changeCount());
    tree.put("faults", plan.faultCount());
    tree.put("definition", Rendered.of(plan.pipeline()).text());
    tree.put("environment_definition", Rendered.of(plan.environment()).text());
    Map<String, Object> kinds = new LinkedHashMap<>();
    plan.schemas().forEach(schema -> kinds.put(schema.kind(), schema.fields()));
    tree.put("fields", kinds);
    tree.put("ddl", plan.definition());
    tree.put("asked", plan.asked());
    tree.put(
        "differences",
        plan.database()
            .plan()
            .map(found -> found.changes().stream().map(PlanJson::change).toList())
            .orElse(List.of()));
    tree.put("missing_grants", plan.database().grants());
    tree.put("missing", plan.missing());
    if (!plan.matchingTopics().isEmpty()) {
      tree.put("matching_topics", plan.matchingTopics());
    }
    tree.put("continuation", continuation(plan));
    tree.put("not_found_out", plan.faults());
    if (!plan.statements().isEmpty()) {
      tree.put(
          "statements",
          plan.statements().stream()
              .map(
                  statement ->
                      Map.of(
                          "kind", statement.kind(),
                          "table", statement.table(),
                          "sql", statement.sql()))
              .toList());
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts, numbers, lists and maps always have JSON", e);
    }
  }

  private static Map<String, Object> change(PlannedChange change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("place", change.place());
    tree.put("is", change.is());
    tree.put("should_be", change.shouldBe());
    tree.put("fate", word(change.fate()));
    change.policy().ifPresent(policy -> tree.put("policy", policy));
    tree.put("reason", change.reason());
    tree.put("statements", change.statements());
    return tree;
  }

  private static Map<String, Object> continuation(Plan plan) {
    Continuation continuation = plan.continuation();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", word(continuation.verdict()));
    plan.database()
        .last()
        .map(LastDefinition::version)
        .ifPresent(version -> tree.put("last_version", version));
    tree.put(
        "notes",
        continuation.notes().stream()
            .map(note -> Map.of("verdict", word(note.verdict()), "sentence", note.sentence()))
            .toList());
    return tree;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
