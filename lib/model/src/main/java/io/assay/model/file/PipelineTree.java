package io.assay.model.file;

import io.assay.model.BatchRule;
import io.assay.model.Breaker;
import io.assay.model.ColumnType;
import io.assay.model.Deletion;
import io.assay.model.Field;
import io.assay.model.Field.Origin;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.SchemaPolicy;
import io.assay.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A pipeline as the keys and values of a file. Groups whose order means nothing are in the order of
 * their names.
 */
final class PipelineTree {
  private PipelineTree() {}

  static Map<String, Object> of(Pipeline pipeline) {
    Map<String, Object> records = new LinkedHashMap<>();
    pipeline.records().forEach(kind -> records.put(kind.name(), kind(kind)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pipeline", pipeline.name());
    tree.put("description", pipeline.description());
    tree.put("silver", pipeline.silver());
    tree.put("source", SourceTree.of(pipeline.source()));
    tree.put("records", records);
    if (!pipeline.batchRules().isEmpty()) {
      tree.put(
          "batch-rules", sorted(pipeline.batchRules(), BatchRule::name, QualityTree::batchRule));
    }
    if (!pipeline.breakers().isEmpty()) {
      tree.put("breaker", sorted(pipeline.breakers(), Breaker::name, QualityTree::breaker));
    }
    return tree;
  }

  private static Map<String, Object> kind(RecordKind kind) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("when", kind.when());
    tree.put("fields", sorted(kind.fields(), Field::name, PipelineTree::field));
    kind.filter().ifPresent(sql -> tree.put("filter", sql));
    if (!kind.sequence().isEmpty()) {
      tree.put("sequence", kind.sequence().size() == 1 ? kind.sequence().get(0) : kind.sequence());
    }
    kind.delete().ifPresent(deletion -> tree.put("delete", deletion(deletion)));
    if (!kind.rules().isEmpty()) {
      tree.put("rules", sorted(kind.rules(), rule -> rule.name(), RuleTree::of));
    }
    tree.put("root", kind.root());
    tree.put("tables", sorted(kind.tables(), Table::name, PipelineTree::table));
    return tree;
  }

  private static Map<String, Object> field(Field field) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (field.origin() instanceof Origin.Member member) {
      tree.put("from", member.path());
    } else if (field.origin() instanceof Origin.KeyMember member) {
      tree.put("from", Map.of("key", member.path()));
    } else if (field.origin() instanceof Origin.Header header) {
      tree.put("header", header.name());
    } else if (field.origin() instanceof Origin.Computed computed) {
      tree.put("sql", computed.sql());
    } else if (field.origin() instanceof Origin.FirstOf first) {
      tree.put("coalesce", first.members().stream().map(Origin.Member::path).toList());
    } else if (field.origin() instanceof Origin.AllOf all) {
      tree.put("gather", all.members().stream().map(Origin.Member::path).toList());
    } else if (field.origin() instanceof Origin.Constant constant) {
      tree.put("constant", constant.text());
    } else {
      tree.put("key", true);
    }
    type(field, tree);
    if (!field.formats().isEmpty()) {
      tree.put("formats", field.formats());
    }
    if (field.unit() != Field.Unit.WRITTEN) {
      tree.put("unit", word(field.unit()));
    }
    if (!field.also().isEmpty()) {
      tree.put("also", field.also());
    }
    if (field.ambiguity() != Field.Ambiguity.REJECT) {
      tree.put("ambiguity", word(field.ambiguity()));
    }
    if (field.keepBlank()) {
      tree.put("keep-blank", true);
    }
    if (field.encoding() != Field.Encoding.BASE64) {
      tree.put("encoding", word(field.encoding()));
    }
    QualityTree.treatment(field.treatment(), tree);
    return tree;
  }

  private static void type(Field field, Map<String, Object> tree) {
    tree.put("type", TypeName.of(field.type()));
    if (field.type() instanceof ColumnType.ValueMap map) {
      tree.put("of", TypeName.of(map.value().type()));
      symbols(map.value().type(), tree);
    } else if (field.type() instanceof ColumnType.Nested nested) {
      tree.put("fields", sorted(nested.fields(), Field::name, PipelineTree::field));
    }
    symbols(field.type(), tree);
  }

  private static void symbols(ColumnType type, Map<String, Object> tree) {
    type.enumeration().ifPresent(each -> tree.put("symbols", List.copyOf(each.symbols())));
  }

  private static Map<String, Object> deletion(Deletion deletion) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("when", deletion.when());
    tree.put("key", new TreeMap<>(deletion.key()));
    deletion.truncate().ifPresent(sql -> tree.put("truncate", sql));
    if (deletion.mode() != Deletion.Mode.HARD) {
      tree.put("mode", word(deletion.mode()));
    }
    if (!deletion.memory().equals(Deletion.MEMORY)) {
      tree.put("remember", Durations.text(deletion.memory()));
    }
    return tree;
  }

  private static Map<String, Object> table(Table table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!table.each().isEmpty()) {
      tree.put("each", String.join(".", table.each()));
    }
    tree.put("key", table.key());
    tree.put("columns", sorted(table.columns(), Table.Column::name, PipelineTree::column));
    if (!table.references().isEmpty()) {
      tree.put(
          "references", sorted(table.references(), Table.Reference::name, PipelineTree::reference));
    }
    table.when().ifPresent(sql -> tree.put("when", sql));
    if (table.hasHistory()) {
      tree.put("history", true);
    } else {
      tree.put("keep", word(table.keep()));
    }
    Map<String, Object> policy = policy(table.schemaPolicy());
    if (!policy.isEmpty()) {
      tree.put("schema-change", policy);
    }
    return tree;
  }

  /** What departs from the defaults. */
  private static Map<String, Object> policy(SchemaPolicy policy) {
    Map<String, Object> tree = new TreeMap<>();
    policy
        .actions()
        .forEach(
            (change, action) -> {
              if (action != change.fallback()) {
                tree.put(change.word(), action.word());
              }
            });
    return tree;
  }

  private static Map<String, Object> column(Table.Column column) {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("type", TypeName.of(column.type()));
    symbols(column.type(), tree);
    if (column.lookup().isPresent()) {
      tree.put("lookup", QualityTree.lookup(column.lookup().get()));
    } else {
      tree.put("sql", column.sql());
      tree.put("not-null", !column.nullable());
    }
    column.was().ifPresent(was -> tree.put("was", was));
    return tree;
  }

  private static Map<String, Object> reference(Table.Reference reference) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("columns", reference.columns());
    tree.put("table", reference.table());
    tree.put("orphan", orphan(reference.orphan()));
    if (reference.onDelete() != Table.OnDelete.REJECT) {
      tree.put("on-delete", word(reference.onDelete()));
    }
    return tree;
  }

  private static Object orphan(OrphanPolicy policy) {
    if (policy instanceof OrphanPolicy.Hold hold) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("hold", Durations.text(hold.deadline()));
      tree.put("then", orphan(hold.then()));
      return tree;
    }
    return policy instanceof OrphanPolicy.Stub ? "stub" : "reject";
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <T> Map<String, Object> sorted(
      List<T> things, Function<T, String> name, Function<T, Map<String, Object>> tree) {
    Map<String, Object> sorted = new TreeMap<>();
    things.forEach(thing -> sorted.put(name.apply(thing), tree.apply(thing)));
    return sorted;
  }
}
