package io.assay.model.file;

import io.assay.model.Upkeep;
import java.time.Duration;
import java.util.Optional;

/** Reads how lake and ledger are kept small. */
final class UpkeepParser {
  /** Instead of a time. */
  static final String NEVER = "never";

  private UpkeepParser() {}

  static Upkeep parse(Node node) {
    Upkeep usual = Upkeep.DEFAULT;
    Optional<Entry> every = node.entry("every");
    return new Upkeep(
        every.isPresent() ? every.flatMap(UpkeepParser::every) : usual.every(),
        node.entry("file-size").flatMap(Entry::size).orElse(usual.fileSize()),
        node.duration("keep").orElse(usual.keep()),
        node.duration("keep-unread").orElse(usual.keepUnread()),
        node.duration("keep-batches").orElse(usual.keepBatches()));
  }

  private static Optional<Duration> every(Entry entry) {
    return entry.isText(NEVER) ? Optional.empty() : entry.duration();
  }
}
