package io.assay.model.file;

import io.assay.model.OrphanPolicy;
import io.assay.model.Table.OnDelete;
import io.assay.model.Table.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads one foreign key of a table. */
final class ReferenceParser {
  private static final String STUB = "stub";
  private static final List<String> AT_ONCE = List.of("reject", STUB);

  private ReferenceParser() {}

  static Optional<Reference> parse(Entry entry) {
    Naming.REFERENCE.accepts(entry);
    return entry.node(TableSections.REFERENCE).flatMap(ReferenceParser::parse);
  }

  private static Optional<Reference> parse(Node node) {
    List<String> columns = node.required("columns").map(Entry::texts).orElse(List.of());
    String table = node.text("table").orElse(node.name());
    Optional<OrphanPolicy> orphan =
        node.entry("orphan")
            .map(ReferenceParser::orphan)
            .orElse(Optional.of(new OrphanPolicy.Reject()));
    OnDelete onDelete = node.choice("on-delete", OnDelete.class).orElse(OnDelete.REJECT);
    return columns.isEmpty()
        ? Optional.empty()
        : orphan.map(policy -> new Reference(node.name(), columns, table, policy, onDelete));
  }

  private static Optional<OrphanPolicy> orphan(Entry entry) {
    return entry.isObject()
        ? entry.node(TableSections.ORPHAN).flatMap(ReferenceParser::hold)
        : atOnce(entry);
  }

  private static Optional<OrphanPolicy> hold(Node node) {
    Optional<Duration> deadline = node.required("hold").flatMap(Entry::durationFromZero);
    Optional<OrphanPolicy> then =
        node.entry("then")
            .map(ReferenceParser::atOnce)
            .orElse(Optional.of(new OrphanPolicy.Reject()));
    return deadline.flatMap(each -> then.map(policy -> new OrphanPolicy.Hold(each, policy)));
  }

  private static Optional<OrphanPolicy> atOnce(Entry entry) {
    return entry
        .choice(AT_ONCE)
        .map(word -> word.equals(STUB) ? new OrphanPolicy.Stub() : new OrphanPolicy.Reject());
  }
}
