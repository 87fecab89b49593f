package io.assay.postgres.merge;

import io.assay.model.RecordKind;
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
 * @param message what is wrong; without values, where some are masked
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

  /** The server's own words are cut after so many characters. */
  private static final int LONGEST = 300;

  /**
   * A record that PostgreSQL refuses. The message has the server's own words, unless a field of the
   * kind is masked: they may quote it.
   */
  static FaultyRecord of(Coordinates coordinates, RecordKind kind, SQLException failure) {
    Optional<ServerErrorMessage> answer = answer(failure);
    Optional<String> words =
        kind.masks() ? Optional.empty() : answer.map(ServerErrorMessage::getMessage);
    return new FaultyRecord(
        coordinates,
        kind.name(),
        RULE,
        answer.map(ServerErrorMessage::getColumn),
        Optional.empty(),
        refusal(failure) + words.map(said -> ": " + cut(said)).orElse(""));
  }

  /** What PostgreSQL refuses by, without a word that may quote a value. */
  static String refusal(SQLException failure) {
    String where =
        answer(failure).stream()
            .flatMap(
                told ->
                    Stream.of(
                        named("constraint", told.getConstraint()),
                        named("column", told.getColumn()),
                        named("table", told.getTable())))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" of the "));
    String state = "PostgreSQL refuses it: SQLSTATE " + failure.getSQLState();
    return where.isEmpty() ? state : state + ", the " + where;
  }

  private static Optional<ServerErrorMessage> answer(SQLException failure) {
    return failure instanceof PSQLException refusal
        ? Optional.ofNullable(refusal.getServerErrorMessage())
        : Optional.empty();
  }

  private static String cut(String words) {
    return words.codePointCount(0, words.length()) <= LONGEST
        ? words
        : words.substring(0, words.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static Optional<String> named(String what, String name) {
    return Optional.ofNullable(name).map(known -> what + " " + known);
  }
}
