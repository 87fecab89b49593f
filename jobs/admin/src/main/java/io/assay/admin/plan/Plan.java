package io.assay.admin.plan;

import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Pipeline;
import io.assay.model.change.Continuation;
import io.assay.model.change.Continuation.Verdict;
import io.assay.model.file.Rendered;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.merge.MergeStatements;
import io.assay.postgres.schema.PlannedChange;
import io.assay.postgres.schema.PlannedChange.Fate;
import io.assay.postgres.schema.SchemaPlan;
import io.assay.postgres.schema.TargetSchema;
import io.assay.postgres.staging.StagingArea;
import io.assay.postgres.staging.StagingLayout;
import io.assay.runtime.ExitStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that can be said about a pipeline before it runs.
 *
 * @param asked whether the database and Kafka were asked
 * @param presence what is there outside of the database and what is missing, by sort
 * @param faults why something could not be found out
 * @param statements the statements of the merge; empty if they were not wanted
 */
public record Plan(
    Pipeline pipeline,
    Environment environment,
    boolean asked,
    DatabaseState database,
    Map<String, Prerequisite.Presence> presence,
    List<String> faults,
    List<MergeStatements> statements) {
  private static final UUID NO_RUN = new UUID(0, 0);
  private static final List<Prerequisite> PREREQUISITES = List.of(new Topics(), new Subjects());

  /** What a person wants to see or not. */
  public enum With {
    /** Ask the database, Kafka, and the schema registry if there is need of one. */
    ENVIRONMENT,
    /** Show the statements of the merge. */
    STATEMENTS
  }

  /** Finds out. What is away becomes a fault of the plan. */
  public static Plan of(Pipeline pipeline, Environment environment, Set<With> with) {
    boolean asked = with.contains(With.ENVIRONMENT);
    List<String> faults = new ArrayList<>();
    Map<String, Prerequisite.Presence> presence = new LinkedHashMap<>();
    DatabaseState database = DatabaseState.unknown(List.of());
    if (asked) {
      database = DatabaseState.ask(environment.database(), pipeline);
      faults.addAll(database.faults());
      for (Prerequisite prerequisite : PREREQUISITES) {
        if (!prerequisite.concerns(pipeline)) {
          continue;
        }
        try {
          presence.put(prerequisite.name(), prerequisite.look(pipeline, environment));
        } catch (AssayException e) {
          faults.add(e.getMessage());
        }
      }
    }
    return new Plan(
        pipeline,
        environment,
        asked,
        database,
        presence,
        faults,
        with.contains(With.STATEMENTS)
            ? statements(database.plan().map(SchemaPlan::pipeline).orElse(pipeline), environment)
            : List.of());
  }

  private static List<MergeStatements> statements(Pipeline pipeline, Environment environment) {
    return MergeStatements.of(
        pipeline,
        StagingLayout.of(environment.database(), pipeline, NO_RUN, StagingArea.FIRST),
        environment.database().schema());
  }

  /** The pipeline's version. */
  public String version() {
    return Rendered.of(pipeline).version();
  }

  /** The schemas of the kinds, in their order. */
  List<KindSchema> schemas() {
    return pipeline.records().stream().map(KindSchema::of).toList();
  }

  /** The statements that make all tables from nothing. */
  List<String> definition() {
    return new TargetSchema(
            new DatabaseConnector(environment.database()),
            environment.database().schema(),
            pipeline)
        .definition();
  }

  /** The differences of that fate; none if the tables could not be compared. */
  List<PlannedChange> changes(Fate fate) {
    return database.plan().map(plan -> plan.of(fate)).orElse(List.of());
  }

  /** Whether it can go on from what was done. */
  Continuation continuation() {
    return database.last().map(last -> last.continuation(pipeline)).orElseGet(Continuation::first);
  }

  /** What a person does about something that is missing. */
  static String remedy(String sort) {
    return PREREQUISITES.stream()
        .filter(prerequisite -> prerequisite.name().equals(sort))
        .map(Prerequisite::remedy)
        .findFirst()
        .orElse("");
  }

  /** What is missing outside of the database, by sort. */
  Map<String, List<String>> missing() {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    presence.forEach(
        (sort, seen) -> {
          if (!seen.missing().isEmpty()) {
            missing.put(sort, seen.missing());
          }
        });
    return missing;
  }

  /** The topics that a pattern matches now; empty where topics have names, or nobody answered. */
  List<String> matchingTopics() {
    Prerequisite.Presence topics = presence.get(new Topics().name());
    return topics != null && pipeline.source().topics().isEmpty() ? topics.found() : List.of();
  }

  /** How many things stand against a start. */
  int faultCount() {
    return faults.size()
        + changes(Fate.REFUSED).size()
        + database.grants().size()
        + missing().values().stream().mapToInt(List::size).sum()
        + continuation().sentences(Verdict.REFUSED).size();
  }

  /** How many things would change, or are to be considered. */
  int changeCount() {
    return changes(Fate.DONE).size() + continuation().sentences(Verdict.BACKFILL).size();
  }

  /** 0 nothing to do, 1 changes, 2 faults. */
  public ExitStatus status() {
    if (faultCount() > 0) {
      return ExitStatus.USAGE;
    }
    return changeCount() > 0 ? ExitStatus.CHANGES : ExitStatus.STOPPED;
  }
}
