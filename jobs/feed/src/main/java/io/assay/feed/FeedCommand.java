package io.assay.feed;

import io.assay.runtime.ExitStatus;

/** One way to feed Kafka. */
interface FeedCommand {
  /** Feeds; what went wrong was told on standard error. */
  ExitStatus run(String[] args);
}
