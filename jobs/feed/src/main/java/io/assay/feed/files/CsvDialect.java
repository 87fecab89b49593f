package io.assay.feed.files;

import java.nio.charset.Charset;

/**
 * How a CSV file is written. Quotes are as in RFC 4180.
 *
 * @param encoding of files without a byte order mark; one that has a mark says itself what it is
 * @param delimiter between columns
 */
public record CsvDialect(Charset encoding, char delimiter) {}
