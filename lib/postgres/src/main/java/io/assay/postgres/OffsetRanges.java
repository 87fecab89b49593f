package io.assay.postgres;

import java.io.Serializable;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of offsets of one partition, as sorted half-open ranges that neither overlap nor touch.
 * Immutable.
 *
 * <p>Its text form is that of PostgreSQL's {@code int8multirange}: {@code {[0,100),[200,300)}}.
 */
public final class OffsetRanges implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern TEXT =
      Pattern.compile("\\{(\\[-?\\d+,-?\\d+\\)(,\\[-?\\d+,-?\\d+\\))*)?}");
  private static final Pattern RANGE = Pattern.compile("\\[(-?\\d+),(-?\\d+)\\)");
  private static final OffsetRanges EMPTY = new OffsetRanges(new long[0]);

  /** from, to, from, to, …; strictly ascending. */
  private final long[] bounds;

  private OffsetRanges(long[] bounds) {
    this.bounds = bounds;
  }

  /** No offset. */
  public static OffsetRanges empty() {
    return EMPTY;
  }

  /** The offsets from one (included) to another (excluded). */
  public static OffsetRanges of(long from, long to) {
    if (from > to) {
      throw new IllegalArgumentException("Not a range of offsets: [" + from + "," + to + ")");
    }
    return from == to ? EMPTY : new OffsetRanges(new long[] {from, to});
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is not a multirange of bounded, half-open ranges
   */
  public static OffsetRanges parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("Not ranges of offsets: " + text);
    }
    Builder builder = new Builder();
    Matcher range = RANGE.matcher(text);
    while (range.find()) {
      builder.add(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
    }
    return builder.build();
  }

  /** Whether the offset is in the set. */
  public boolean contains(long offset) {
    int found = Arrays.binarySearch(bounds, offset);
    // An even index is the start of a range (in it), an odd one its end (not in it); between
    // bounds, the insertion point tells.
    return found >= 0 ? (found & 1) == 0 : (-found - 1 & 1) == 1;
  }

  /** This set and the offsets from one (included) to another (excluded). */
  public OffsetRanges with(long from, long to) {
    return union(of(from, to));
  }

  /** The offsets that are in either. */
  public OffsetRanges union(OffsetRanges other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    Builder builder = new Builder();
    int mine = 0;
    int theirs = 0;
    while (mine < bounds.length || theirs < other.bounds.length) {
      boolean takeMine =
          theirs == other.bounds.length
              || (mine < bounds.length && bounds[mine] <= other.bounds[theirs]);
      if (takeMine) {
        builder.add(bounds[mine], bounds[mine + 1]);
        mine += 2;
      } else {
        builder.add(other.bounds[theirs], other.bounds[theirs + 1]);
        theirs += 2;
      }
    }
    return builder.build();
  }

  /** Whether some offset is in both. */
  public boolean overlaps(OffsetRanges other) {
    int mine = 0;
    int theirs = 0;
    while (mine < bounds.length && theirs < other.bounds.length) {
      if (bounds[mine + 1] <= other.bounds[theirs]) {
        mine += 2;
      } else if (other.bounds[theirs + 1] <= bounds[mine]) {
        theirs += 2;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Hears of ranges, one after the other. */
  @FunctionalInterface
  public interface RangeConsumer {
    void accept(long from, long to);
  }

  /** Tells every range, ascending: from (included), to (excluded). */
  public void forEach(RangeConsumer consumer) {
    for (int i = 0; i < bounds.length; i += 2) {
      consumer.accept(bounds[i], bounds[i + 1]);
    }
  }

  /** The number of offsets. */
  public long size() {
    long size = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      size += bounds[i + 1] - bounds[i];
    }
    return size;
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** The least offset. */
  public long first() {
    requireAny();
    return bounds[0];
  }

  /** The least offset behind {@link #first()} that is not in the set. */
  public long firstGap() {
    requireAny();
    return bounds[1];
  }

  /** The offset behind the greatest one. */
  public long end() {
    requireAny();
    return bounds[bounds.length - 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetRanges ranges && Arrays.equals(bounds, ranges.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",", "{", "}");
    for (int i = 0; i < bounds.length; i += 2) {
      text.add("[" + bounds[i] + "," + bounds[i + 1] + ")");
    }
    return text.toString();
  }

  private void requireAny() {
    if (isEmpty()) {
      throw new NoSuchElementException("No offsets");
    }
  }

  /**
   * Collects offsets, cheaply when they come in ascending order. Not safe for use by several
   * threads.
   */
  public static final class Builder {
    private long[] bounds = new long[2];
    private int length;
    private OffsetRanges earlier = EMPTY;

    /** Adds one offset. */
    public Builder add(long offset) {
      return add(offset, offset + 1);
    }

    /** Adds the offsets from one (included) to another (excluded). */
    public Builder add(long from, long to) {
      if (from >= to) {
        of(from, to);
      } else if (length == 0 || from > bounds[length - 1]) {
        append(from, to);
      } else if (from >= bounds[length - 2]) {
        bounds[length - 1] = Math.max(bounds[length - 1], to);
      } else {
        earlier = build();
        length = 0;
        append(from, to);
      }
      return this;
    }

    /** What was added so far. */
    public OffsetRanges build() {
      OffsetRanges latest = length == 0 ? EMPTY : new OffsetRanges(Arrays.copyOf(bounds, length));
      return earlier.isEmpty() ? latest : earlier.union(latest);
    }

    private void append(long from, long to) {
      if (length == bounds.length) {
        bounds = Arrays.copyOf(bounds, length * 2);
      }
      bounds[length] = from;
      bounds[length + 1] = to;
      length += 2;
    }
  }
}
