package io.assay.flow.kafka;

import io.assay.lake.Positions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.runtime.SerializedOffset;
import org.apache.spark.sql.kafka010.KafkaSourceInitialOffsetWriter;
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint of one run of a query. Spark wants one, but the query never starts from it: what
 * it writes to (the raw table, the ledger) says where to go on.
 */
public final class ScratchCheckpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchCheckpoint.class);

  /** Where Spark's first source of a query keeps where it began. */
  private static final String FIRST_SOURCE = "sources/0";

  private final Path parent;
  private final Path own;
  private final FileSystem files;

  /**
   * The checkpoint of a run.
   *
   * @param parent the folder with the checkpoints of all runs of the query
   */
  public ScratchCheckpoint(String parent, UUID runId, Configuration hadoop) {
    this.parent = new Path(parent);
    this.own = new Path(this.parent, runId.toString());
    try {
      this.files = own.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach the lake for the checkpoint " + own, e);
    }
  }

  /** Where it is. */
  public String path() {
    return own.toString();
  }

  /**
   * Lets a query that has one Kafka source begin at these positions, and read partitions that they
   * do not name from their beginning. Spark itself would ask for the position of every partition
   * that there is when the query starts, and a topic that comes in between would end it.
   */
  public void startAt(SparkSession spark, Positions positions) {
    new KafkaSourceInitialOffsetWriter(spark, own + "/" + FIRST_SOURCE)
        .add(0, KafkaSourceOffset.apply(new SerializedOffset(positions.toString())));
  }

  /**
   * Removes what other runs have left behind; for a run that has written, so that no other one can.
   * What cannot be removed now, a later run removes.
   */
  public void removeOthers() {
    try {
      for (FileStatus file : files.listStatus(parent)) {
        if (!file.getPath().getName().equals(own.getName())) {
          files.delete(file.getPath(), true);
        }
      }
    } catch (IOException e) {
      LOG.warn("Old checkpoints stay in {} for now: {}", parent, e.getMessage());
    }
  }

  /** Removes this run's; what cannot be removed now, a later run removes. */
  public void remove() {
    try {
      files.delete(own, true);
    } catch (IOException e) {
      LOG.warn("The checkpoint {} stays for now: {}", own, e.getMessage());
    }
  }
}
