package io.assay.feed.files;

import io.assay.feed.OutgoingRecord;
import java.util.function.Consumer;

/** A file that was read and checked, as the records that it is sent as. */
public interface FileRecords {
  /** Where they go. */
  String topic();

  /** Gives the records, in the order of the file. */
  void forEach(Consumer<OutgoingRecord> each);

  /** What was sent, in a line for people. */
  String report();
}
