package io.assay.crash.feed;

import java.util.List;

/** The records of one pipeline. */
public interface Workload {
  /** The name of the pipeline. */
  String pipeline();

  /** The one kind of records that it takes. */
  String kind();

  /** The pipeline's file, seen from the directory of the suite. */
  String definition();

  /** The one topic that it reads. */
  String topic();

  /** How many partitions the topic has. */
  int partitions();

  /** All tables that it fills, the root first. */
  List<Table> tables();

  /** How many records are sent in a second while there is no burst. */
  int pace();

  /** How many records a burst has at least: enough for several large batches. */
  int burst();

  /** The record of that number, always the same one. */
  FedRecord record(long number);
}
