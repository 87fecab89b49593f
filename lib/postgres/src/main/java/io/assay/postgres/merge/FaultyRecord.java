package io.assay.postgres.merge;

import io.assay.postgres.Coordinates;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A record that cannot be merged, as the merge itself shows: PostgreSQL refuses it (a finding of
 * the built-in rule {@code database}), or it lacks a row that others keep ({@code
 * referenced-by-…}).
 *
 * @param rule a built-in one
 * @param field the column at fault, if PostgreSQL names one
 * @param value what was found, where that may be told
 * @param message what is wrong, without values
 */
public record FaultyRecord(
    Coordinates coordinates,
    String kind,
    String rule,
    Optional<String> field,
    Optional<String> value,
    String message) {
  /** The built-in rule. */
  static final String RULE = "database";

  static FaultyRecord of(Coordinates coordinates, String kind, SQLException failure) {
    Optional<ServerErrorMessage> answer =
        failure instanceof PSQLException refusal
            ? Optional.ofNullable(refusal.getServerErrorMessage())
            : Optional.empty();
    String where =
        answer.stream()
            .flatMap(
                told ->
                    Stream.of(
                        named("constraint", told.getConstraint()),
                        named("column", told.getColumn()),
                        named("table", told.getTable())))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" of the "));
    String message = "PostgreSQL refuses it: SQLSTATE " + failure.getSQLState();
    return new FaultyRecord(
        coordinates,
        kind,
        RULE,
        answer.map(ServerErrorMessage::getColumn),
        Optional.empty(),
        where.isEmpty() ? message : message + ", the " + where);
  }

  private static Optional<String> named(String what, String name) {
    return Optional.ofNullable(name).map(known -> what + " " + known);
  }
}
