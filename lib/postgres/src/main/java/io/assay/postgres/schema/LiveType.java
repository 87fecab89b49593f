package io.assay.postgres.schema;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Decimal;
import io.assay.model.ColumnType.Simple;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types that columns in the database have, as the suite's own. */
final class LiveType {
  private static final Pattern NUMERIC = Pattern.compile("numeric\\(([0-9]+),([0-9]+)\\)");
  private static final List<Simple> CAST_BY_SPARK =
      List.of(
          Simple.INTEGER,
          Simple.BIGINT,
          Simple.DOUBLE,
          Simple.BOOLEAN,
          Simple.DATE,
          Simple.TIMESTAMP);

  private LiveType() {}

  /** The suite's type, where values can be turned into it on the way. */
  static Optional<ColumnType> of(String type) {
    Matcher numeric = NUMERIC.matcher(type);
    if (numeric.matches()) {
      return Optional.of(
          new Decimal(Integer.parseInt(numeric.group(1)), Integer.parseInt(numeric.group(2))));
    }
    return CAST_BY_SPARK.stream()
        .filter(simple -> simple.sql().equals(type))
        .map(ColumnType.class::cast)
        .findFirst();
  }

  /** Whether PostgreSQL turns a wider value into it by itself, if it fits. */
  static boolean takesByItself(String type) {
    return type.equals("smallint") || type.equals("real") || type.startsWith("character varying(");
  }
}
