package io.assay.feed;

/** One way to feed Kafka. */
interface FeedCommand {
  /** Feeds, and ends the process with an exit status. */
  void runAndExit(String[] args);
}
