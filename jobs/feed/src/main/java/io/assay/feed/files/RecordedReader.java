package io.assay.feed.files;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Keeps the text that was read until it is taken, so that a row can be had as it was written. For
 * one thread.
 */
final class RecordedReader extends FilterReader {
  private final StringBuilder kept = new StringBuilder();
  private long keptFrom;

  RecordedReader(Reader in) {
    super(in);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      kept.append(target, offset, count);
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  /**
   * Gives away the text from where the last one ended to the character at {@code end}, counted from
   * 0.
   */
  String take(long end) {
    int length = (int) (end - keptFrom);
    String text = kept.substring(0, length);
    kept.delete(0, length);
    keptFrom = end;
    return text;
  }

  /** Gives away everything that is left. */
  String takeAll() {
    return take(keptFrom + kept.length());
  }
}
