package io.assay.feed;

import java.nio.charset.StandardCharsets;

/** A header of a record: says where the record was read. */
public record OutgoingHeader(String name, String value) {
  /** Name of the file, without its folder. */
  public static final String FILE = "assay.file";

  /** Which row of data in the file, from 1. */
  public static final String ROW = "assay.file.row";

  /** In which line of the file the row begins, from 1. */
  public static final String LINE = "assay.file.line";

  /** SHA-256 of the file, in lower-case hexadecimal: names one upload. */
  public static final String SHA256 = "assay.file.sha256";

  /** The value as it is sent. */
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
