package io.assay.lake;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
 * @param transactions the transaction version that it sets for each application id
 * @param rows written; absent if Delta has no such metric
 */
record DeltaCommit(
    long version,
    String operation,
    Optional<CommitNote> note,
    Map<String, Long> transactions,
    OptionalLong rows) {

  static DeltaCommit of(long version, Seq<Action> actions) {
    Optional<CommitInfo> info = only(actions, CommitInfo.class).findFirst();
    return new DeltaCommit(
        version,
        info.map(CommitInfo::operation).orElse(""),
        info.flatMap(commit -> OptionConverters.toJava(commit.userMetadata()))
            .flatMap(CommitNote::parse),
        only(actions, SetTransaction.class)
            .collect(Collectors.toMap(SetTransaction::appId, SetTransaction::version)),
        info.map(DeltaCommit::rows).orElse(OptionalLong.empty()));
  }

  private static <A> Stream<A> only(Seq<Action> actions, Class<A> type) {
    return CollectionConverters.asJava(actions).stream().filter(type::isInstance).map(type::cast);
  }

  private static OptionalLong rows(CommitInfo info) {
    return OptionConverters.toJava(info.operationMetrics())
        .flatMap(metrics -> OptionConverters.toJava(metrics.get("numOutputRows")))
        .map(rows -> OptionalLong.of(Long.parseLong(rows)))
        .orElse(OptionalLong.empty());
  }
}
