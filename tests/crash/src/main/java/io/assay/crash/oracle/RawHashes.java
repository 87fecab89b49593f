package io.assay.crash.oracle;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The records that the raw table must have, each as eight bytes of its digest; so millions of them
 * fit in memory. Offsets of a partition count from 0 without a gap.
 */
final class RawHashes {
  private final Map<Integer, Partition> partitions = new TreeMap<>();

  /** What is known of a partition. */
  private static final class Partition {
    private long[] hashes = new long[1024];
    private int end;
    private final BitSet seen = new BitSet();
  }

  /** The bytes of a record, in one piece. */
  static final class Bytes {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(all);

    Bytes add(long number) {
      try {
        out.writeLong(number);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Bytes add(byte[] bytes) {
      try {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
          out.write(bytes);
        }
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long hash() {
      try {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(all.toByteArray()))
            .getLong();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }

  /** The next record of its partition. */
  void expect(ConsumerRecord<byte[], byte[]> record) {
    Partition partition = partitions.computeIfAbsent(record.partition(), number -> new Partition());
    if (record.offset() != partition.end) {
      throw new IllegalArgumentException(
          "Offset %d of %s/%d instead of %d"
              .formatted(record.offset(), record.topic(), record.partition(), partition.end));
    }
    if (partition.end == partition.hashes.length) {
      partition.hashes = Arrays.copyOf(partition.hashes, 2 * partition.end);
    }
    Bytes bytes =
        new Bytes()
            .add(record.timestamp())
            .add(record.timestampType().id)
            .add(record.key())
            .add(record.value());
    for (Header header : record.headers()) {
      bytes.add(header.key().getBytes(java.nio.charset.StandardCharsets.UTF_8)).add(header.value());
    }
    partition.hashes[partition.end++] = bytes.hash();
  }

  /** A record that the raw table has. */
  void found(int number, long offset, long hash, Differences differences, String what) {
    Partition partition = partitions.get(number);
    String record = what + ": " + number + "/" + offset;
    if (partition == null || offset < 0 || offset >= partition.end) {
      differences.duplicated(1, record + " is not in Kafka");
    } else if (partition.seen.get((int) offset)) {
      differences.duplicated(1, record + " is there again");
    } else {
      partition.seen.set((int) offset);
      if (partition.hashes[(int) offset] != hash) {
        differences.different(record + " has other bytes than in Kafka");
      }
    }
  }

  /** All records have been found that there are. */
  void finish(Differences differences, String what) {
    partitions.forEach(
        (number, partition) -> {
          for (int offset = partition.seen.nextClearBit(0);
              offset < partition.end;
              offset = partition.seen.nextClearBit(offset + 1)) {
            differences.lost(1, "%s: %d/%d is not there".formatted(what, number, offset));
          }
        });
  }

  /** The end of each partition. */
  Map<Integer, Long> ends() {
    Map<Integer, Long> ends = new TreeMap<>();
    partitions.forEach((number, partition) -> ends.put(number, (long) partition.end));
    return ends;
  }
}
