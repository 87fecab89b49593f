package io.assay.propose;

import java.util.List;
import java.util.Optional;

/** Which column the Kafka keys repeat. */
final class KafkaKeys {
  private KafkaKeys() {}

  /** The column whose value, as text, is the Kafka key of every record. */
  static Optional<ColumnIdea> column(Sample sample, List<ColumnIdea> columns) {
    List<SampleRecord> records =
        sample.records().stream().filter(record -> record.value().isPresent()).toList();
    if (records.isEmpty() || records.stream().anyMatch(record -> record.key().isEmpty())) {
      return Optional.empty();
    }
    return columns.stream()
        .filter(
            column ->
                records.stream()
                    .allMatch(
                        record ->
                            record
                                .key()
                                .get()
                                .equals(
                                    column
                                        .value()
                                        .apply(Occurrence.record(record.value().get()))
                                        .asText(null))))
        .findFirst();
  }

  /** Whether some record is a tombstone. */
  static boolean anyTombstone(Sample sample) {
    return sample.records().stream().anyMatch(record -> record.value().isEmpty());
  }
}
