package io.assay.postgres;

import io.assay.model.AssayException;
import io.assay.model.Pipeline;
import io.assay.model.change.Continuation;
import io.assay.model.change.Continuation.Verdict;
import io.assay.model.file.PipelineFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The definition of a pipeline that made its latest rows: that of the run which committed the last
 * batch, as the ledger keeps it.
 *
 * @param version its version
 * @param committedAt when that batch was committed, as PostgreSQL prints it
 * @param pipeline the definition; empty if this version of the suite cannot read it
 */
public record LastDefinition(String version, String committedAt, Optional<Pipeline> pipeline) {
  private static final String LEDGER = "select to_regclass('assay.batch') is not null";

  private static final String LAST =
      """
      select v.version, b.committed_at::text, v.definition
      from assay.batch b
        join assay.run r using (run_id)
        join assay.pipeline_version v on v.pipeline = r.pipeline and v.version = r.pipeline_version
      where b.pipeline = ?
      order by b.committed_at desc, b.batch_id desc
      limit 1
      """;

  /** The definition; empty if no batch was ever committed, or there is no ledger. */
  public static Optional<LastDefinition> of(Connection connection, String pipeline)
      throws SQLException {
    if (!hasLedger(connection)) {
      return Optional.empty();
    }
    try (PreparedStatement statement = connection.prepareStatement(LAST)) {
      statement.setString(1, pipeline);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(
                new LastDefinition(row.getString(1), row.getString(2), parsed(row.getString(3))))
            : Optional.empty();
      }
    }
  }

  /** Whether the pipeline can go on from it. A definition that cannot be read decides nothing. */
  public Continuation continuation(Pipeline now) {
    return pipeline.map(before -> Continuation.of(before, now)).orElseGet(Continuation::first);
  }

  /**
   * Makes sure that the pipeline can go on.
   *
   * @throws AssayException (USER) if not
   */
  void requireContinuation(Pipeline now) {
    Continuation continuation = continuation(now);
    if (continuation.verdict() == Verdict.REFUSED) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The pipeline %s cannot go on from its version %s, which committed the last batch (%s): %s. Undo that, or give the pipeline another name and another schema, where it begins anew"
              .formatted(
                  now.name(),
                  version,
                  committedAt,
                  String.join("; ", continuation.sentences(Verdict.REFUSED))));
    }
  }

  private static boolean hasLedger(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEDGER);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** What the ledger has is rendered by the suite, perhaps by another version of it. */
  private static Optional<Pipeline> parsed(String definition) {
    try {
      return Optional.of(PipelineFile.parse("assay.pipeline_version", definition, Map.of()));
    } catch (AssayException e) {
      return Optional.empty();
    }
  }
}
