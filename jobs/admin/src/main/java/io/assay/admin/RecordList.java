package io.assay.admin;

import io.assay.postgres.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records as a command line names them: {@code topic/partition/offset}, separated by commas. */
final class RecordList {
  private static final Pattern RECORD =
      Pattern.compile("([^/,]+)/([0-9]{1,9})/([0-9]{1,18})(?:-([0-9]{1,18}))?");
  private static final int LONGEST_RANGE = 100_000;

  private RecordList() {}

  /**
   * The records.
   *
   * @throws IllegalArgumentException with a sentence if the text is something else
   */
  static List<Coordinates> parse(String text) {
    List<Coordinates> records = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RECORD.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'"
                + part
                + "' does not name a record; write it like fabrication/0/11, or fabrication/0/11-20");
      }
      long from = Long.parseLong(matcher.group(3));
      long to = matcher.group(4) == null ? from : Long.parseLong(matcher.group(4));
      if (to < from || to - from >= LONGEST_RANGE) {
        throw new IllegalArgumentException(
            "'" + part + "' is no range of at most " + LONGEST_RANGE + " records");
      }
      for (long offset = from; offset <= to; offset++) {
        records.add(
            new Coordinates(matcher.group(1), Integer.parseInt(matcher.group(2)), offset, 0));
      }
    }
    return records;
  }
}
