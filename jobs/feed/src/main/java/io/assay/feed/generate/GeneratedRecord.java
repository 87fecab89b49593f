package io.assay.feed.generate;

import io.assay.feed.OutgoingRecord;

/**
 * A generated record and the truth about it.
 *
 * @param recordClass what it is an example of
 * @param stage whose topic it goes to
 */
public record GeneratedRecord(OutgoingRecord record, RecordClass recordClass, Stage stage) {}
