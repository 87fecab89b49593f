package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Simple;
import io.assay.model.SchemaPolicy;
import io.assay.model.Table;
import io.assay.model.Table.Column;
import io.assay.model.Table.Keep;
import io.assay.model.Table.Reference;
import io.assay.model.file.SchemaPolicyParser.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one table of a kind of record. */
final class TableParser {
  private static final String RESERVED = "assay_";

  private final String kind;
  private final Fields fields;
  private final Optional<String> root;
  private final SchemaPolicy defaults;

  /**
   * A parser for the tables of a kind.
   *
   * @param kind its name
   * @param fields its fields
   * @param root its root, if it is known
   * @param defaults what the pipeline does about changes of tables
   */
  TableParser(String kind, Fields fields, Optional<String> root, SchemaPolicy defaults) {
    this.kind = kind;
    this.fields = fields;
    this.root = root;
    this.defaults = defaults;
  }

  Optional<TableDraft> parse(Entry entry) {
    Naming.TABLE.accepts(entry);
    return entry.node(TableSections.TABLE).map(this::parse);
  }

  private TableDraft parse(Node node) {
    List<String> key = node.required("key").map(Entry::texts).orElse(List.of());
    Optional<Entry> each = node.entry("each");
    ElementNames from =
        each.map(entry -> ElementNames.of(fields, entry)).orElseGet(() -> ElementNames.of(fields));
    node.required("columns");
    Set<String> names = new LinkedHashSet<>();
    List<Column> columns = new ArrayList<>();
    for (Entry entry : node.members("columns")) {
      names.add(entry.name());
      column(entry, key.contains(entry.name()), from).ifPresent(columns::add);
    }
    boolean isRoot = root.filter(node.name()::equals).isPresent();
    Keep keep = keep(node, isRoot, key.containsAll(names));
    if (keep == Keep.HISTORY) {
      node.refuse(
          List.of("each"),
          "not for a table with history: its rows are versions of records",
          "Take it out, or take history out.");
    }
    if (isRoot) {
      node.refuse(
          List.of("when"),
          "not for the root",
          "Take it out; filter or rules decide about records.");
      node.refuse(
          List.of("each"),
          "not for the root: its key identifies the whole record",
          "Make another table the root, or split the record before it comes here.");
    }
    List<Reference> references =
        node.members("references").stream()
            .flatMap(entry -> ReferenceParser.parse(entry).stream())
            .toList();
    SchemaPolicy policy =
        SchemaPolicyParser.ofTable(node, isRoot ? Standing.ROOT : Standing.BESIDE, defaults);
    Table table =
        new Table(
            node.name(), from.path(), key, columns, references, node.text("when"), keep, policy);
    TableDraft draft = new TableDraft(kind, node, table, names);
    checkColumns(draft);
    return draft;
  }

  private static Keep keep(Node node, boolean isRoot, boolean onlyKey) {
    if (node.flag("history").orElse(false)) {
      node.refuse(List.of("keep"), "a table with history keeps every version", "Take it out.");
      return Keep.HISTORY;
    }
    Optional<Keep> keep =
        node.entry("keep")
            .flatMap(entry -> entry.choice(List.of("newest", "first")))
            .map(word -> word.equals("first") ? Keep.FIRST : Keep.NEWEST);
    if (isRoot && keep.filter(each -> each == Keep.FIRST).isPresent()) {
      node.refuse(List.of("keep"), "the root keeps the newest", "Take it out.");
    }
    return keep.orElse(onlyKey && !isRoot ? Keep.FIRST : Keep.NEWEST);
  }

  private static Optional<Column> column(Entry entry, boolean isKey, ElementNames from) {
    if (Naming.COLUMN.accepts(entry) && entry.name().startsWith(RESERVED)) {
      entry.fault("a name that is kept for stamps", "Choose one that does not begin with assay_.");
    }
    if (entry.isObject()) {
      return entry.node(TableSections.COLUMN).flatMap(node -> column(node, isKey));
    }
    Optional<String> field = entry.text();
    if (field.isPresent() && !from.has(field.get())) {
      entry.fault(
          field.get(),
          "no such field",
          NearMiss.sentence(field.get(), from.known())
              + " An expression is written { sql = …, type = … }.");
    }
    Optional<ColumnType> type = field.flatMap(from::type);
    if (type.filter(ColumnType::isNested).isPresent()) {
      entry.fault(
          field.get(),
          "a %s has no column of its own".formatted(TypeName.of(type.get())),
          "Give its elements a table, with each = %s; or read it as type = json."
              .formatted(field.get()));
      return Optional.empty();
    }
    return type.map(given -> new Column(entry.name(), field.get(), given, !isKey));
  }

  private static Optional<Column> column(Node node, boolean isKey) {
    Optional<String> was = was(node);
    if (node.has("lookup")) {
      return lookedUp(node, isKey, was);
    }
    Optional<String> sql = node.required("sql").flatMap(Entry::text);
    Optional<ColumnType> type =
        node.required("type")
            .flatMap(TypeName::read)
            .flatMap(each -> EnumSymbols.required(node, each));
    Optional<Boolean> notNull = node.flag("not-null");
    if (isKey && notNull.filter(each -> !each).isPresent()) {
      node.refuse(List.of("not-null"), "a key column is never null", "Take it out.");
    }
    boolean nullable = !isKey && !notNull.orElse(false);
    return sql.flatMap(
        each ->
            type.map(
                given -> new Column(node.name(), each, given, nullable, Optional.empty(), was)));
  }

  private static Optional<String> was(Node node) {
    Optional<String> was = node.entry("was").flatMap(Naming.COLUMN::read);
    if (was.filter(node.name()::equals).isPresent()) {
      node.refuse(List.of("was"), "the name that it has now", "Take it out.");
    }
    return was;
  }

  private static Optional<Column> lookedUp(Node node, boolean isKey, Optional<String> was) {
    node.refuse(List.of("sql", "not-null"), "not beside lookup", "Take it out.");
    if (isKey) {
      node.refuse(List.of("lookup"), "not for a key column", "Compute it with sql.");
    }
    Optional<ColumnType> type = node.required("type").flatMap(TypeName::read);
    if (type.flatMap(ColumnType::enumeration).isPresent()) {
      node.entry("type")
          .orElseThrow()
          .fault(
              TypeName.of(type.get()),
              "not beside lookup: the other table decides what it holds",
              "Write text.");
    }
    return node.entry("lookup")
        .flatMap(LookupParser::parse)
        .flatMap(
            lookup ->
                type.map(
                    given ->
                        new Column(node.name(), "null", given, true, Optional.of(lookup), was)));
  }

  private static void checkColumns(TableDraft draft) {
    for (Entry column : draft.node().members("columns")) {
      if (column.isObject()) {
        column
            .node(TableSections.COLUMN)
            .flatMap(node -> node.entry("lookup"))
            .filter(Entry::isObject)
            .ifPresent(entry -> LookupParser.checkKey(entry, column.name(), draft.columns()));
      }
    }
    Optional<Entry> key = draft.node().entry("key");
    for (String column : draft.table().key()) {
      Optional<ColumnType> type =
          draft.has(key.orElseThrow(), column) ? draft.type(column) : Optional.empty();
      if (type.filter(each -> each == Simple.JSON || each instanceof ColumnType.Array)
          .isPresent()) {
        key.get()
            .fault(
                column,
                "a column of type " + TypeName.of(type.get()),
                "A key is of columns of other types.");
      }
    }
    for (Column column : draft.table().columns()) {
      column
          .was()
          .filter(draft.columns()::contains)
          .filter(was -> !was.equals(column.name()))
          .ifPresent(
              was ->
                  draft
                      .node()
                      .fault(
                          "has a column "
                              + was
                              + ", and "
                              + column.name()
                              + " says that it was "
                              + was,
                          "Take the was of " + column.name() + " out, or the column " + was + "."));
    }
    for (Reference reference : draft.table().references()) {
      Entry columns = draft.reference(reference.name()).memberOrThis("columns");
      reference.columns().forEach(column -> draft.has(columns, column));
    }
  }
}
