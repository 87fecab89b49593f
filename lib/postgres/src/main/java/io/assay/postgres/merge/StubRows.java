package io.assay.postgres.merge;

import io.assay.model.ColumnType;
import io.assay.model.Table;
import io.assay.postgres.Identifier;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the stubs for the orphans of one reference: rows with nothing but the key, stamped with the
 * oldest record that refers to them.
 */
final class StubRows {
  private static final String TEXT =
      """
      insert into ${parent} (${key}, assay_batch, assay_topic, assay_partition, assay_offset, assay_time, assay_processed_at, assay_stub)
      select ${typed-key}, ${batch}, o.topic, o.partition, o.record_offset, o.record_time, now(), true
      from (
        select distinct on (o.key) o.*
        from assay_orphan o
        where o.reference = ${id} and not o.stubbed and not o.waits
          and not exists (select from assay_refused r where ${refused})
        order by o.key, o.record_time, o.topic collate "C", o.partition, o.record_offset
      ) o
      on conflict do nothing
      """;

  private StubRows() {}

  static Sql of(ReferenceCheck check) {
    Table parent = check.parent().table();
    return Sql.template(TEXT)
        .with("parent", check.parent().target())
        .with("key", Identifier.list(parent.key()))
        .with("typed-key", typedKey("o.key", parent))
        .with("id", Integer.toString(check.id()))
        .with("refused", WorkTables.sameCoordinates("r", "o"))
        .sql();
  }

  /** The members of a {@code text[]} as values of the table's key columns. */
  static String typedKey(String array, Table table) {
    List<ColumnType> types =
        table.key().stream().map(name -> table.column(name).orElseThrow().type()).toList();
    return IntStream.range(0, types.size())
        .mapToObj(i -> "(%s[%d])::%s".formatted(array, i + 1, types.get(i).sql()))
        .collect(Collectors.joining(", "));
  }
}
