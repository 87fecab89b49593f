package io.assay.crash.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RawHashesTest {
  private static final String TABLE = "raw";
  private final RawHashes hashes = new RawHashes();
  private final Differences differences = new Differences();

  private void expect(int records) {
    for (int offset = 0; offset < records; offset++) {
      hashes.expect(record(offset));
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>("t", 0, offset, new byte[] {1}, new byte[] {(byte) offset});
  }

  private void find(long offset, int value) {
    ConsumerRecord<byte[], byte[]> record = record(offset);
    long hash =
        new RawHashes.Bytes()
            .add(record.timestamp())
            .add(record.timestampType().id)
            .add(record.key())
            .add(new byte[] {(byte) value})
            .hash();
    hashes.found(0, offset, hash, differences, TABLE);
  }

  @Test
  void whatIsThereOnceIsRight() {
    expect(2);
    find(1, 1);
    find(0, 0);
    hashes.finish(differences, TABLE);

    assertThat(differences.isNone()).isTrue();
  }

  @Test
  void whatIsMissingIsLost() {
    expect(3);
    find(1, 1);
    hashes.finish(differences, TABLE);

    assertThat(differences.lost()).isEqualTo(2);
    assertThat(differences.lines()).contains("lost: raw: 0/2 is not there");
  }

  @Test
  void whatIsThereTwiceIsDuplicated() {
    expect(1);
    find(0, 0);
    find(0, 0);

    assertThat(differences.duplicated()).isEqualTo(1);
  }

  @Test
  void otherBytesDiffer() {
    expect(1);
    find(0, 9);

    assertThat(differences.different()).isEqualTo(1);
  }
}
