package io.assay.postgres.merge;

import io.assay.model.Pipeline;
import io.assay.postgres.staging.StagingLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * The statements that bring staged rows into the target tables, for people. {@code ${attempts}}
 * stands for the task attempts of a batch, {@code ${batch}} for its number.
 *
 * @param kind the kind of record
 * @param table the target table
 * @param sql the statement that a batch without refusals and deletions runs
 */
public record MergeStatements(String kind, String table, String sql) {

  /**
   * One for each table of each kind, in the order in which a batch runs them.
   *
   * @param schema where the target tables are
   */
  public static List<MergeStatements> of(Pipeline pipeline, StagingLayout staging, String schema) {
    List<MergeStatements> statements = new ArrayList<>();
    for (MergeGroup group : new BatchPlan(pipeline, staging, schema).groups()) {
      for (KindMerge kind : group.kinds()) {
        for (Upsert upsert : kind.upserts()) {
          statements.add(
              new MergeStatements(
                  kind.kind().name(),
                  upsert.table().table().name(),
                  upsert.merge(EnumSet.noneOf(Upsert.With.class)).toString().strip()));
        }
      }
    }
    return statements;
  }
}
