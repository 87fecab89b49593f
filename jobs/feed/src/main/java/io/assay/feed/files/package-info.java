/**
 * CSV files as people make them: byte order marks, encodings, line breaks in quotes, uneven rows. A
 * {@link io.assay.feed.files.Sheet} is a file that was read once, as a whole, and can be sent;
 * {@link io.assay.feed.files.SheetReader} gives its rows, to the letter.
 */
package io.assay.feed.files;
