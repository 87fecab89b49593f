package io.assay.engine.format;

import io.assay.engine.format.LogicalValue.Plain;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The semantic types of Kafka Connect and Debezium, by the names that their schemas give them.
 *
 * @see <a
 *     href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-data-types">Debezium's
 *     data types</a>
 */
final class ConnectTypes {
  /**
   * A decimal that has its own scale in each value: a structure of {@code scale} and {@code value}.
   */
  static final String VARIABLE_DECIMAL = "io.debezium.data.VariableScaleDecimal";

  private static final String CONNECT = "org.apache.kafka.connect.data.";
  private static final String DEBEZIUM = "io.debezium.time.";

  private ConnectTypes() {}

  /**
   * The type of that name.
   *
   * @param name of the schema; may be null
   * @param parameter gives a parameter of the schema, or null
   * @return empty if the plain value is what people know
   */
  static Optional<LogicalValue> of(String name, UnaryOperator<String> parameter) {
    if (name == null) {
      return Optional.empty();
    }
    return switch (name) {
      case CONNECT + "Decimal" -> scale(parameter.apply("scale")).map(LogicalValues::decimal);
      case CONNECT + "Date", DEBEZIUM + "Date" -> Optional.of(LogicalValues.DATE);
      case CONNECT + "Time", DEBEZIUM + "Time" ->
          Optional.of(LogicalValues.time(ChronoUnit.MILLIS));
      case DEBEZIUM + "MicroTime" -> Optional.of(LogicalValues.time(ChronoUnit.MICROS));
      case DEBEZIUM + "NanoTime" -> Optional.of(LogicalValues.time(ChronoUnit.NANOS));
      case CONNECT + "Timestamp" -> Optional.of(LogicalValues.timestamp(ChronoUnit.MILLIS));
      case DEBEZIUM + "Timestamp" -> Optional.of(LogicalValues.localTimestamp(ChronoUnit.MILLIS));
      case DEBEZIUM + "MicroTimestamp" ->
          Optional.of(LogicalValues.localTimestamp(ChronoUnit.MICROS));
      case DEBEZIUM + "NanoTimestamp" ->
          Optional.of(LogicalValues.localTimestamp(ChronoUnit.NANOS));
      case DEBEZIUM + "MicroDuration" -> Optional.of(LogicalValues.MICRO_DURATION);
      case "io.debezium.data.Json" -> Optional.of(LogicalValues.JSON_TEXT);
      default -> Optional.empty(); // ZonedTimestamp, Uuid, Enum, Interval … are texts already
    };
  }

  private static Optional<Integer> scale(String text) {
    try {
      return Optional.ofNullable(text).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether the plain value of a type is bytes. */
  static boolean isBytes(Optional<LogicalValue> type) {
    return type.filter(each -> each.plain() == Plain.BYTES).isPresent();
  }
}
