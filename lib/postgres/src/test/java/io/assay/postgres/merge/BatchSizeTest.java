package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.assay.postgres.Coordinates;
import io.assay.postgres.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How records fall into batches does not matter: one by one, all at once, or anything between, the
 * tables are the same.
 */
class BatchSizeTest {
  private static final int RECORDS = 60;
  private static final int KEYS = 5;

  private static final String ITEMS =
      """
      item {
        when = "_topic = 'a'"
        fields {
          id { from = id, type = text }, maker { from = maker, type = text }, revision { from = revision, type = integer }
        }
        delete { when = "_tombstone", key { id = "_key" } }
        %s
        root = item
        tables {
          maker { key = [name], keep = first, columns { name = maker } }
          item { key = [id], columns { id = id, maker = maker, revision = revision }, references { maker { columns = [maker] } } }
        }
      }
      """;

  private static final String PARTS =
      ITEMS.replaceAll("delete .*", "").formatted("")
          + """
          part {
            when = "_topic = 'b'"
            fields { id { from = id, type = text }, item { from = item, type = text } }
            delete { when = "_tombstone", key { id = "_key" } }
            root = part
            tables {
              part { key = [id], columns { id = id, item = item }, references { item { columns = [item], orphan = stub } } }
            }
          }
          """;

  @RegisterExtension final TestDatabase server = new TestDatabase();
  private int pipelines;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void offsetsDecideAlikeInAnyBatchesAndInAnyOrderOfBatches(long seed) {
    List<Consumer<TestBatch>> records = items(new Random(seed));
    List<Consumer<TestBatch>> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(seed));

    List<String> oneByOne = itemsAfter(ITEMS.formatted(""), records, 1);
    assertThat(itemsAfter(ITEMS.formatted(""), records, 7)).isEqualTo(oneByOne);
    assertThat(itemsAfter(ITEMS.formatted(""), records, RECORDS)).isEqualTo(oneByOne);
    assertThat(itemsAfter(ITEMS.formatted(""), shuffled, 9)).isEqualTo(oneByOne);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void sequencesDecideAlikeInAnyBatches(long seed) {
    String sequenced = ITEMS.formatted("sequence = revision");
    List<Consumer<TestBatch>> records = items(new Random(seed));

    List<String> oneByOne = itemsAfter(sequenced, records, 1);

    assertThat(itemsAfter(sequenced, records, 7)).isEqualTo(oneByOne);
    assertThat(itemsAfter(sequenced, records, RECORDS)).isEqualTo(oneByOne);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void stubsAndTheirChildrenComeOutAlikeInAnyBatches(long seed) {
    List<Consumer<TestBatch>> records = parts(new Random(seed));

    List<String> oneByOne = partsAfter(records, 1);

    assertThat(oneByOne).anyMatch(row -> row.endsWith(" t")).anyMatch(row -> row.endsWith(" f"));
    assertThat(partsAfter(records, 6)).isEqualTo(oneByOne);
    assertThat(partsAfter(records, RECORDS)).isEqualTo(oneByOne);
  }

  private static List<Consumer<TestBatch>> items(Random random) {
    List<Consumer<TestBatch>> records = new ArrayList<>();
    for (int offset = 0; offset < RECORDS; offset++) {
      Coordinates at = at("a", 0, offset, 1000 + offset + random.nextInt(20));
      String id = "x" + random.nextInt(KEYS);
      String maker = "m" + random.nextInt(KEYS);
      Object revision = random.nextInt(6) == 0 ? "null" : random.nextInt(4);
      records.add(
          random.nextInt(2) == 0
              ? batch -> batch.delete("item", at, "id", id)
              : batch -> batch.record("item", at, "id", id, "maker", maker, "revision", revision));
    }
    return records;
  }

  private static List<Consumer<TestBatch>> parts(Random random) {
    List<Consumer<TestBatch>> records = new ArrayList<>();
    for (int offset = 0; offset < RECORDS; offset++) {
      String id = "p" + random.nextInt(KEYS * 4);
      String item = "x" + random.nextInt(KEYS * 4);
      Coordinates part = at("b", 0, offset, offset);
      Coordinates parent = at("a", 0, offset, offset);
      switch (random.nextInt(8)) {
        case 0 -> records.add(batch -> batch.delete("part", part, "id", id));
        case 1 -> records.add(batch -> batch.record("item", parent, "id", item, "maker", "m"));
        default -> records.add(batch -> batch.record("part", part, "id", id, "item", item));
      }
    }
    return records;
  }

  private List<String> itemsAfter(String definition, List<Consumer<TestBatch>> records, int size) {
    String name = apply(definition, records, size);
    return server.column(
        """
        select concat_ws(' ', 'item', id, maker, revision, assay_offset, assay_time) from %1$s.item
        union all
        select concat_ws(' ', 'maker', name, assay_offset, assay_time) from %1$s.maker
        union all
        select concat_ws(' ', 'deleted', key, record_offset, record_time) from assay.deleted where pipeline = '%1$s'
        order by 1
        """
            .formatted(name));
  }

  private List<String> partsAfter(List<Consumer<TestBatch>> records, int size) {
    String name = apply(PARTS, records, size);
    return server.column(
        """
        select concat_ws(' ', 'part', id, item, assay_offset) from %1$s.part
        union all
        select concat_ws(' ', 'item', id, assay_topic, assay_offset, assay_stub) from %1$s.item
        order by 1
        """
            .formatted(name));
  }

  /**
   * Applies the records to a pipeline of its own; its tables are in the schema of the same name.
   */
  private String apply(String definition, List<Consumer<TestBatch>> records, int size) {
    String name = "plant" + pipelines++;
    try (TestRun run = new TestRun(server, TestRun.pipeline(name, definition), name)) {
      for (int from = 0; from < records.size(); from += size) {
        TestBatch batch = run.batch();
        records
            .subList(from, Math.min(from + size, records.size()))
            .forEach(record -> record.accept(batch));
        batch.commit();
      }
    }
    return name;
  }
}
