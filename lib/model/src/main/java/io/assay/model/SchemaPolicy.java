package io.assay.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a job may do about a table that is not as the definition wants it, and about members of a
 * record that no field takes. docs/operations.md, "Changing a pipeline", says what each action
 * means for each change. Nothing is ever altered but by {@link Action#APPLY} and {@link
 * Action#LENIENT}.
 *
 * @param actions what was declared; for every other change, its {@linkplain Change#fallback()
 *     default} holds
 */
public record SchemaPolicy(Map<Change, Action> actions) implements Serializable {
  /** Nothing declared. */
  public static final SchemaPolicy DEFAULT = new SchemaPolicy(Map.of());

  public SchemaPolicy {
    Map<Change, Action> copy = new EnumMap<>(Change.class);
    copy.putAll(actions);
    copy.forEach(
        (change, action) -> {
          if (!change.allowed().contains(action)) {
            throw new IllegalArgumentException(change.word() + " = " + action.word());
          }
        });
    actions = Collections.unmodifiableMap(copy);
  }

  /** What is done about a change. */
  public Action action(Change change) {
    return actions.getOrDefault(change, change.fallback());
  }

  /** This policy where it says something, the other one elsewhere. */
  public SchemaPolicy over(SchemaPolicy other) {
    Map<Change, Action> merged = new EnumMap<>(Change.class);
    merged.putAll(other.actions);
    merged.putAll(actions);
    return new SchemaPolicy(merged);
  }

  /** The same, but for one change the default holds. */
  public SchemaPolicy without(Change change) {
    Map<Change, Action> rest = new EnumMap<>(Change.class);
    rest.putAll(actions);
    rest.remove(change);
    return new SchemaPolicy(rest);
  }

  /** A way in which definition, table and data may differ. */
  public enum Change {
    /** The table lacks a column of the definition. */
    ADD_COLUMN(Action.APPLY, Action.LENIENT, Action.QUARANTINE, Action.IGNORE, Action.FAIL),
    /** A column's type takes less than the definition's. */
    WIDEN(Action.APPLY, Action.QUARANTINE, Action.FAIL),
    /** A column's type takes more than the definition's. */
    NARROW(Action.FAIL, Action.APPLY, Action.LENIENT),
    /** The table has a column under the name that it had before. */
    RENAME(Action.APPLY, Action.FAIL),
    /** The table has a column that the definition does not know. */
    DROP(Action.FAIL, Action.APPLY, Action.LENIENT, Action.IGNORE),
    /** A column may be null in one and not in the other. */
    NULLABILITY(Action.LENIENT, Action.APPLY, Action.QUARANTINE, Action.FAIL),
    /** A foreign key between columns that exist is there in one and not in the other. */
    REFERENCE(Action.FAIL, Action.APPLY),
    /** A table is absent, and others of the pipeline are there. */
    NEW_TABLE(Action.APPLY, Action.IGNORE, Action.FAIL),
    /** A record has a member that no field takes. */
    UNKNOWN_FIELD(Action.IGNORE, Action.WARN, Action.QUARANTINE, Action.APPLY, Action.FAIL);

    private final Action fallback;
    private final Set<Action> allowed;

    Change(Action fallback, Action... others) {
      this.fallback = fallback;
      this.allowed = EnumSet.of(fallback, others);
    }

    /** What holds where nothing is declared. */
    public Action fallback() {
      return fallback;
    }

    /** What may be declared. */
    public Set<Action> allowed() {
      return Collections.unmodifiableSet(allowed);
    }

    /** As files name it. */
    public String word() {
      return SchemaPolicy.word(this);
    }
  }

  /** What is done. */
  public enum Action {
    /** The table becomes as the definition, or the data, want it. */
    APPLY,
    /** The table is opened for both, the old and the new; nothing stored is touched or lost. */
    LENIENT,
    /** The table stays; records that need the change are quarantined. */
    QUARANTINE,
    /** The table stays; the job does without. */
    IGNORE,
    /** It is told, and nothing else happens. */
    WARN,
    /** The job does not start, or stops. */
    FAIL;

    /** As files name it. */
    public String word() {
      return SchemaPolicy.word(this);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The changes that concern a table, and so not only the records of a kind. */
  public static Set<Change> ofTables() {
    Set<Change> changes = EnumSet.copyOf(Arrays.asList(Change.values()));
    changes.remove(Change.UNKNOWN_FIELD);
    return changes;
  }
}
