package io.assay.feed.files;

import java.util.List;

/**
 * A row of a sheet.
 *
 * @param row which row of data, from 1
 * @param line in which line of the file it begins, from 1
 * @param values to the letter, as many as there are
 * @param text the row as it stands in the file, without its line end
 */
public record SheetRow(long row, long line, List<String> values, String text) {
  public SheetRow {
    values = List.copyOf(values);
  }
}
