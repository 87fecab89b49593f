package io.assay.model.file;

import io.assay.model.SchemaPolicy;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.SchemaPolicy.Change;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what is done about changes of tables. */
final class SchemaPolicyParser {
  private static final String KEY = "schema-change";

  private SchemaPolicyParser() {}

  /** What a table is to its kind. */
  enum Standing {
    ROOT,
    BESIDE
  }

  /** What the pipeline declares for all its tables. */
  static SchemaPolicy ofPipeline(Node pipeline) {
    return policy(pipeline).map(SchemaPolicyParser::read).orElse(SchemaPolicy.DEFAULT);
  }

  /**
   * What holds for a table: what it declares, and else what the pipeline does, as far as that can
   * concern such a table.
   */
  static SchemaPolicy ofTable(Node table, Standing standing, SchemaPolicy pipeline) {
    Optional<Node> node = policy(table);
    if (standing == Standing.BESIDE) {
      node.ifPresent(
          each ->
              each.refuse(
                  List.of(Change.UNKNOWN_FIELD.word()),
                  "not the root",
                  "Say it in the root table, or for the whole pipeline."));
    } else {
      node.flatMap(each -> each.entry(Change.NEW_TABLE.word()))
          .filter(entry -> entry.scalar("a word").equals(Optional.of(Action.IGNORE.word())))
          .ifPresent(
              entry ->
                  entry.fault(
                      "ignore", "the root decides about its records", "Write apply or fail."));
    }
    SchemaPolicy own = node.map(SchemaPolicyParser::read).orElse(SchemaPolicy.DEFAULT);
    return own.over(standing == Standing.ROOT ? forRoot(pipeline) : besideRoot(pipeline));
  }

  private static SchemaPolicy forRoot(SchemaPolicy pipeline) {
    return pipeline.action(Change.NEW_TABLE) == Action.IGNORE
        ? pipeline.without(Change.NEW_TABLE)
        : pipeline;
  }

  private static SchemaPolicy besideRoot(SchemaPolicy pipeline) {
    return pipeline.without(Change.UNKNOWN_FIELD);
  }

  private static Optional<Node> policy(Node owner) {
    return owner.entry(KEY).flatMap(entry -> entry.node(SchemaPolicySections.POLICY));
  }

  private static SchemaPolicy read(Node node) {
    Map<Change, Action> actions = new EnumMap<>(Change.class);
    for (Change change : Change.values()) {
      node.entry(change.word())
          .flatMap(entry -> action(entry, change))
          .ifPresent(action -> actions.put(change, action));
    }
    return new SchemaPolicy(actions);
  }

  private static Optional<Action> action(Entry entry, Change change) {
    Optional<Action> action =
        entry
            .choice(Arrays.stream(Action.values()).map(Action::word).toList())
            .flatMap(
                word ->
                    Arrays.stream(Action.values())
                        .filter(each -> each.word().equals(word))
                        .findFirst());
    if (action.isPresent() && !change.allowed().contains(action.get())) {
      String allowed =
          change.allowed().stream().map(Action::word).collect(Collectors.joining(", "));
      entry.fault(
          action.get().word(),
          "not for this change: " + SchemaPolicySections.reason(action.get()),
          "Choose from " + allowed + ".");
      return Optional.empty();
    }
    return action;
  }
}
