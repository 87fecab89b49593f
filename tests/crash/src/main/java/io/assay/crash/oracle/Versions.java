package io.assay.crash.oracle;

import io.assay.crash.feed.Statement.Deletion;
import io.assay.crash.feed.Statement.Tombstone;
import io.assay.crash.feed.Statement.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Which record has the last word on each root row. Records of one row are given in Kafka order; a
 * row is deleted either by tombstones or by deletions with a sequence, never by both.
 */
final class Versions {
  private final Map<Long, Word> last = new HashMap<>();

  /** A record that decides about a row; without a number it deletes. */
  record Word(Optional<Long> number, long sequence, Place place) {}

  void add(Version version, long number, Place place) {
    say(version.id(), new Word(Optional.of(number), version.sequence(), place));
  }

  void add(Deletion deletion, Place place) {
    say(deletion.id(), new Word(Optional.empty(), deletion.sequence(), place));
  }

  /** Whatever came before is gone, and whatever comes is newer. */
  void add(Tombstone tombstone) {
    last.remove(tombstone.id());
  }

  private void say(long id, Word word) {
    last.merge(
        id,
        word,
        (before, now) ->
            now.sequence() > before.sequence()
                    || (now.sequence() == before.sequence() && now.place().isAfter(before.place()))
                ? now
                : before);
  }

  /** The rows that are there: the number of the record that each is from, and its place. */
  void forEach(BiConsumer<Long, Place> consumer) {
    last.values().forEach(word -> word.number().ifPresent(n -> consumer.accept(n, word.place())));
  }
}
