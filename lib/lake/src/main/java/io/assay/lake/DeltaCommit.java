package io.assay.lake;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * One commit in the log of a Delta table.
 *
 * @param operation Delta's word for what was done
 * @param note what a commit of {@link RawWriter} says about itself
 * @param numbers the transaction version that it sets for each application id
 */
record DeltaCommit(
    long version, String operation, Optional<CommitNote> note, Map<String, Long> numbers) {

  /** Operations that bring no record: what the commits before them say remains true. */
  private static final Set<String> MAINTENANCE =
      Set.of(
          "OPTIMIZE",
          "VACUUM START",
          "VACUUM END",
          "DELETE",
          "REORG",
          "SET TBLPROPERTIES",
          "UNSET TBLPROPERTIES",
          "UPGRADE PROTOCOL",
          "ADD FEATURE",
          "DROP FEATURE",
          "CHECKPOINT");

  /** Whether it brings no record. */
  boolean isMaintenance() {
    return MAINTENANCE.contains(operation);
  }

  static DeltaCommit of(long version, Seq<Action> actions) {
    Optional<CommitInfo> info = only(actions, CommitInfo.class).findFirst();
    return new DeltaCommit(
        version,
        info.map(CommitInfo::operation).orElse(""),
        info.flatMap(commit -> OptionConverters.toJava(commit.userMetadata()))
            .flatMap(CommitNote::parse),
        only(actions, SetTransaction.class)
            .collect(Collectors.toMap(SetTransaction::appId, SetTransaction::version)));
  }

  private static <A> Stream<A> only(Seq<Action> actions, Class<A> type) {
    return CollectionConverters.asJava(actions).stream().filter(type::isInstance).map(type::cast);
  }
}
