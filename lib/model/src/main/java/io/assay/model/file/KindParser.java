package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Deletion;
import io.assay.model.Deletion.Mode;
import io.assay.model.Rule.Check;
import io.assay.model.SchemaPolicy;
import io.assay.model.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one kind of record. */
final class KindParser {
  private static final Set<ColumnType> ORDERED =
      Set.of(Simple.INTEGER, Simple.BIGINT, Simple.DATE, Simple.TIMESTAMP);

  private final Optional<Source> source;
  private final SchemaPolicy policy;

  KindParser(Optional<Source> source, SchemaPolicy policy) {
    this.source = source;
    this.policy = policy;
  }

  Optional<KindDraft> parse(Entry entry) {
    Naming.KIND.accepts(entry);
    return entry.node(KindSections.KIND).map(this::parse);
  }

  private KindDraft parse(Node node) {
    node.required("fields");
    node.required("tables");
    Fields fields = fields(node);
    List<Entry> tables = named(node, "tables");
    Optional<String> root = root(node, tables);
    TableParser tableParser = new TableParser(node.name(), fields, root, policy);
    RuleParser ruleParser = new RuleParser(fields);
    KindDraft draft =
        new KindDraft(
            node,
            node.text("when"),
            fields,
            node.text("filter"),
            sequence(node, fields),
            node.entry("delete").flatMap(KindParser::deletion),
            node.members("rules").stream()
                .flatMap(each -> ruleParser.parse(each).stream())
                .toList(),
            root,
            tables.stream().flatMap(each -> tableParser.parse(each).stream()).toList());
    draft.rootTable().ifPresent(table -> checkAgainstRoot(draft, table));
    draft.rules().forEach(rule -> checkRequired(rule, fields));
    OwnershipChecks.check(draft);
    HistoryChecks.check(draft);
    return draft;
  }

  private Fields fields(Node node) {
    Optional<Entry> entry = node.entry("fields");
    boolean listed = entry.filter(Entry::isList).isPresent();
    return Fields.of(entry, listed ? List.of() : named(node, "fields"), new FieldParser(source));
  }

  private static List<Entry> named(Node node, String key) {
    List<Entry> members = node.members(key);
    node.entry(key)
        .filter(entry -> entry.isObject() && members.isEmpty())
        .ifPresent(entry -> entry.fault("empty", "Define at least one."));
    return members;
  }

  private static Optional<String> root(Node node, List<Entry> tables) {
    List<String> names = tables.stream().map(Entry::name).toList();
    Optional<Entry> entry = node.entry("root");
    if (entry.isEmpty()) {
      if (names.size() > 1) {
        node.fault(
            "has several tables and no root",
            "Name the one whose key identifies the record, such as root = " + names.get(0) + ".");
      }
      return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }
    Optional<String> root = entry.get().text();
    if (root.isPresent() && !names.contains(root.get())) {
      entry.get().unknown(root.get(), "no such table of this kind", names);
    }
    return root;
  }

  private static List<String> sequence(Node node, Fields fields) {
    Optional<Entry> entry = node.entry("sequence");
    List<String> names =
        entry.filter(Entry::isList).isPresent()
            ? entry.get().texts()
            : entry.flatMap(Entry::text).stream().toList();
    List<String> sequence = new ArrayList<>();
    for (String name : names) {
      if (fields.has(entry.orElseThrow(), name)) {
        sequence.add(name);
        fields
            .type(name)
            .filter(type -> !ORDERED.contains(type))
            .ifPresent(
                type ->
                    entry
                        .get()
                        .fault(
                            name,
                            "a field of type " + TypeName.of(type),
                            "A sequence is of type integer, bigint, date or timestamp."));
      }
    }
    return sequence;
  }

  private static Optional<Deletion> deletion(Entry entry) {
    Optional<Node> node = entry.node(KindSections.DELETE);
    Optional<String> when = node.flatMap(each -> each.required("when")).flatMap(Entry::text);
    Map<String, String> key = new LinkedHashMap<>();
    node.flatMap(each -> each.required("key")).stream()
        .flatMap(each -> each.members().stream())
        .forEach(member -> member.text().ifPresent(sql -> key.put(member.name(), sql)));
    return when.map(
        sql ->
            new Deletion(
                sql,
                key,
                node.get().text("truncate"),
                node.get().choice("mode", Mode.class).orElse(Mode.HARD),
                node.get().duration("remember").orElse(Deletion.MEMORY)));
  }

  private static void checkAgainstRoot(KindDraft kind, TableDraft root) {
    for (RuleParser.Draft rule : kind.rules()) {
      if (rule.rule().check() instanceof Check.Unique unique) {
        Entry entry = rule.node().entry("unique").orElseThrow();
        unique.columns().forEach(column -> root.has(entry, column));
      }
    }
    kind.node()
        .entry("delete")
        .filter(Entry::isObject)
        .flatMap(entry -> entry.node(KindSections.DELETE))
        .flatMap(delete -> delete.entry("key"))
        .filter(Entry::isObject)
        .ifPresent(entry -> checkDeletionKey(entry, root));
  }

  /** A list is never null. */
  private static void checkRequired(RuleParser.Draft rule, Fields fields) {
    if (rule.rule().check() instanceof Check.Required required) {
      for (String field : required.fields()) {
        if (fields.type(field).filter(ColumnType::isNested).isPresent()) {
          rule.node()
              .entry("required")
              .orElseThrow()
              .fault(
                  field,
                  "a list, which is empty where there is none, and never null",
                  "Write check = \"size(%s) > 0\".".formatted(field));
        }
      }
    }
  }

  private static void checkDeletionKey(Entry entry, TableDraft root) {
    List<String> key = root.table().key();
    if (key.isEmpty()) {
      return;
    }
    List<Entry> members = entry.members();
    for (Entry member : members) {
      if (!key.contains(member.name())) {
        member.fault(
            "not a key column of the root " + root.name(), NearMiss.sentence(member.name(), key));
      }
    }
    for (String column : key) {
      if (members.stream().noneMatch(member -> member.name().equals(column))) {
        entry.fault("says nothing about the key column " + column, "Add " + column + " = \"…\".");
      }
    }
  }
}
