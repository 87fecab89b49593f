package io.assay.model;

import java.io.Serializable;
import java.util.List;

/** How the bytes of a record's value become named fields. */
public sealed interface Format extends Serializable {

  /** One JSON object (RFC 8259, UTF-8) per record. */
  record Json() implements Format {}

  /**
   * One line of delimited text per record (RFC 4180 quoting, UTF-8), without a header line.
   *
   * @param columns the names of the columns, in order; a line with more or fewer columns does not
   *     decode
   * @param delimiter the character between columns
   * @param quote the character around quoted values
   */
  record Csv(List<String> columns, char delimiter, char quote) implements Format {
    public Csv {
      columns = List.copyOf(columns);
    }
  }
}
