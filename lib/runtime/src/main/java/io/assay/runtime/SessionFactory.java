package io.assay.runtime;

import io.assay.model.Environment;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the Spark session of a job. What correctness rests on is set here whatever {@code
 * spark-submit --conf} says; for the rest the user's setting wins.
 */
public final class SessionFactory {
  private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);

  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";

  /**
   * Times are UTC, and overflow or a bad cast is an error instead of a null or a wrapped number.
   */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.ansi.enabled", "true",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");

  /**
   * Spark's own words and ours for secrets: {@code spark.executorEnv} may have any that an
   * environment points at.
   */
  private static final String SECRETS =
      "(?i)secret|passw(or)?d|passphrase|token|access[.]?key|jaas|credential|api.?key|private.?key";

  /** Suited to batches of some 100,000 records, not to tables of terabytes. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.sql.shuffle.partitions", "8",
          "spark.databricks.delta.snapshotPartitions", "2",
          "spark.sql.streaming.metricsEnabled", "true",
          "spark.sql.streaming.stopTimeout", "20s",
          // How often a query without an interval asks for new records: Spark's own 10 ms keep a
          // core busy where nothing comes.
          "spark.sql.streaming.pollingDelay", "200ms",
          "spark.scheduler.mode", "FAIR",
          "spark.hadoop.fs.AbstractFileSystem.file.impl", InProcessLocalFs.class.getName(),
          "spark.redaction.regex", SECRETS,
          "spark.ui.enabled", "false");

  /** How Delta's log is listed and written, by the kind of lake. */
  private static final Map<String, String> LOG_STORES =
      Map.of(
          "spark.delta.logStore.file.impl", "io.assay.lake.LocalDeltaLogStore",
          "spark.delta.logStore.s3a.impl", "io.assay.lake.ConditionalPutLogStore");

  private SessionFactory() {}

  /**
   * The session, started.
   *
   * @param name of the application, as Spark and the ledger show it
   */
  public static SparkSession start(String name) {
    return start(name, configure(new SparkConf()));
  }

  /**
   * The same for a job that reads or writes a lake.
   *
   * @throws io.assay.model.AssayException if this Spark has no client for that kind of lake, or a
   *     secret of the lake is not there
   */
  public static SparkSession start(String name, Environment.Lake lake) {
    SparkConf conf = configure(new SparkConf());
    LakeAccess access = new LakeAccess(lake);
    access.configure(conf);
    SparkSession session = start(name, conf);
    access.open(session.sparkContext().hadoopConfiguration());
    return session;
  }

  private static SparkSession start(String name, SparkConf conf) {
    if (!conf.contains("spark.master")) {
      conf.setMaster("local[*]");
    }
    return SparkSession.builder().config(conf).appName(name).getOrCreate();
  }

  /** Completes what the user has set. */
  static SparkConf configure(SparkConf conf) {
    DEFAULTS.forEach(conf::setIfMissing);
    LOG_STORES.forEach(conf::setIfMissing);
    REQUIRED.forEach(
        (key, value) -> {
          if (conf.contains(key) && !conf.get(key).equals(value)) {
            LOG.warn("{} = {} is not supported: {} is used", key, conf.get(key), value);
          }
          conf.set(key, value);
        });
    String extensions = conf.get(EXTENSIONS, "");
    if (!extensions.contains(DELTA_EXTENSION)) {
      conf.set(
          EXTENSIONS, extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
    }
    return conf;
  }
}
