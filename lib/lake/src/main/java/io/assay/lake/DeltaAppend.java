package io.assay.lake;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.DeltaOptions;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.commands.WriteIntoDelta;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * One append to a Delta table, in a commit that carries a number of an application: Delta's own
 * {@code txnAppId} and {@code txnVersion}.
 *
 * <p>Delta's writer looks the last number up in the whole state of the table, which takes the
 * longer the more files the table has, and does so for every commit. Here the caller looks it up in
 * the last commits, up to {@link #readVersion()}; a commit of the same application after that makes
 * {@link #commit} fail.
 */
final class DeltaAppend {
  private static final Map<String, String> OPTIONS =
      Map.of("compression", "zstd", "mergeSchema", "true");

  private final DeltaLog log;
  private final String application;
  private final OptimisticTransaction transaction;

  DeltaAppend(DeltaLog log, String application) {
    this.log = log;
    this.application = application;
    this.transaction = log.startTransaction(Option.empty(), Option.empty());
  }

  /** The last version of the table when the append began. */
  long readVersion() {
    return transaction.readVersion();
  }

  /**
   * Writes and commits the rows.
   *
   * @param note kept with the commit
   * @return how many rows were written
   * @throws io.delta.exceptions.ConcurrentTransactionException if another commit of the application
   *     came in between
   */
  Written commit(Dataset<Row> rows, long number, Optional<String> note) {
    transaction.readTxn().append(application);
    transaction.updateSetTransaction(application, number, Option.apply(System.currentTimeMillis()));
    Seq<Action> actions = write(rows);
    long version =
        transaction.commit(
            actions,
            new DeltaOperations.Write(
                SaveMode.Append,
                Option.empty(),
                Option.empty(),
                OptionConverters.toScala(note),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty()));
    return new Written(version, rows(actions));
  }

  /**
   * What was committed.
   *
   * @param version of the table
   */
  record Written(long version, long rows) {}

  private Seq<Action> write(Dataset<Row> rows) {
    DeltaOptions options = new DeltaOptions(immutable(OPTIONS), SQLConf.get());
    return new WriteIntoDelta(
            log,
            SaveMode.Append,
            options,
            CollectionConverters.asScala(java.util.List.<String>of()).toSeq(),
            immutable(TableUpkeep.PROPERTIES), // of a table that is made with this append
            rows,
            Option.empty(),
            Option.empty(),
            false)
        .write(transaction, rows.sparkSession(), Option.empty(), false);
  }

  private static long rows(Seq<Action> actions) {
    return CollectionConverters.asJava(actions).stream()
        .flatMap(action -> action instanceof AddFile file ? Stream.of(file) : Stream.empty())
        .map(AddFile::numPhysicalRecords)
        .mapToLong(rows -> (long) rows.get())
        .sum();
  }

  private static scala.collection.immutable.Map<String, String> immutable(Map<String, String> map) {
    return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
  }
}
