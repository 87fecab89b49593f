package io.assay.feed.files;

import io.assay.feed.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a row becomes the value of a record; always UTF-8. */
public enum ValueFormat {
  /**
   * An object with the names of the columns, to the letter, and the values as strings, to the
   * letter. A row that is too short has fewer members; what a row has too much is the array {@link
   * Sheet#EXTRA}.
   */
  JSON {
    @Override
    String text(Sheet sheet, SheetRow row) {
      List<String> columns = sheet.columns();
      List<String> values = row.values();
      int named = Math.min(columns.size(), values.size());
      Map<String, Object> members = new LinkedHashMap<>();
      for (int i = 0; i < named; i++) {
        members.put(columns.get(i), values.get(i));
      }
      if (values.size() > named) {
        members.put(Sheet.EXTRA, values.subList(named, values.size()));
      }
      return JsonWriter.text(members);
    }
  },

  /** The row as it stands in the file, without its line end. */
  CSV {
    @Override
    String text(Sheet sheet, SheetRow row) {
      return row.text();
    }
  };

  abstract String text(Sheet sheet, SheetRow row);

  /** The value of the row's record. */
  public byte[] value(Sheet sheet, SheetRow row) {
    return text(sheet, row).getBytes(StandardCharsets.UTF_8);
  }
}
