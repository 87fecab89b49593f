package io.assay.model.change;

import io.assay.model.Source;
import io.assay.model.Topics;
import io.assay.model.change.Continuation.Note;
import io.assay.model.change.Continuation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What a change of the source means. */
final class SourceComparison {
  private final Source before;
  private final Source now;

  SourceComparison(Source before, Source now) {
    this.before = before;
    this.now = now;
  }

  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    notes.addAll(topics());
    if (!before.format().equals(now.format())) {
      notes.add(
          new Note(
              Verdict.BACKFILL,
              "the format has changed: records that are not read yet have to be in the new one, and stored rows are as the old one was read"));
    }
    if (!before.keyFormat().equals(now.keyFormat())) {
      notes.add(
          new Note(
              Verdict.BACKFILL,
              "the format of the keys has changed: keys that are not read yet have to be in the new one, and stored rows are as the old one was read"));
    }
    if (before.names() != now.names()) {
      notes.add(
          new Note(
              Verdict.BACKFILL,
              "names in the data are matched in another way: stored rows are as they were matched before"));
    }
    return notes;
  }

  private List<Note> topics() {
    List<Note> notes = new ArrayList<>();
    if (before.subscription() instanceof Topics.Named
        && now.subscription() instanceof Topics.Named) {
      for (String topic : missing(now.topics(), before.topics())) {
        notes.add(
            new Note(
                Verdict.SAFE, "the topic " + topic + " is new: it is read from its beginning"));
      }
      for (String topic : missing(before.topics(), now.topics())) {
        notes.add(
            new Note(
                Verdict.SAFE,
                "the topic " + topic + " is not read any more; rows that came from it stay"));
      }
    } else if (!before.subscription().equals(now.subscription())) {
      notes.add(
          new Note(
              Verdict.SAFE,
              "topics are chosen in another way: those that are new are read from their beginning, and rows that came from others stay"));
    }
    return notes;
  }

  private static TreeSet<String> missing(List<String> all, List<String> others) {
    TreeSet<String> missing = new TreeSet<>(all);
    missing.removeAll(others);
    return missing;
  }
}
