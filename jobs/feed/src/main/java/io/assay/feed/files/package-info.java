/**
 * Files as people make them. CSV: byte order marks, encodings, line breaks in quotes, uneven rows.
 * A {@link io.assay.feed.files.Sheet} is a file that was read once, as a whole, and can be sent;
 * {@link io.assay.feed.files.SheetReader} gives its rows, to the letter. JSON: {@link
 * io.assay.feed.files.JsonRecords}.
 */
package io.assay.feed.files;
