package io.assay.postgres.merge;

import io.assay.model.AssayException;
import io.assay.postgres.OffsetRanges;
import io.assay.postgres.TopicPartition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code assay.applied}: which offsets of a pipeline were ever committed. This is what makes a
 * batch happen once.
 */
final class AppliedOffsets {
  private static final String LOCK =
      """
      select a.topic, a.partition, (a.offsets * r.offsets)::text
      from assay.applied a join %s on a.topic = r.topic and a.partition = r.partition
      where a.pipeline = ?
      order by a.topic, a.partition
      for update of a
      """
          .formatted(PartitionOffsets.ROWS);

  /** Adds offsets; parameters: the pipeline, then {@link PartitionOffsets#ROWS}. */
  static final String ADD =
      """
      insert into assay.applied as a (pipeline, topic, partition, offsets)
      select ?, r.topic, r.partition, r.offsets from %s
      on conflict (pipeline, topic, partition) do update set offsets = a.offsets + excluded.offsets
      """
          .formatted(PartitionOffsets.ROWS);

  private final String pipeline;

  AppliedOffsets(String pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Locks the rows of the partitions and refuses what was applied before.
   *
   * @throws AssayException (INTERNAL) naming the partitions and the offsets
   */
  void claim(Transaction transaction, Map<TopicPartition, OffsetRanges> offsets)
      throws SQLException {
    Object[] rows = PartitionOffsets.parameters(transaction, offsets);
    List<Map.Entry<TopicPartition, OffsetRanges>> locked =
        transaction.query(LOCK, PartitionOffsets::read, rows[0], rows[1], rows[2], pipeline);
    String overlap =
        locked.stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    if (!overlap.isEmpty()) {
      throw new AssayException(
          AssayException.Kind.INTERNAL,
          "Batch refused: the pipeline %s has applied %s before. Nothing was applied; reading again skips what the ledger has"
              .formatted(pipeline, overlap));
    }
  }
}
