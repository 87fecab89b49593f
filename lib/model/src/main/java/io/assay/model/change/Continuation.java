package io.assay.model.change;

import io.assay.model.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a pipeline can go on from what an earlier definition of it has done. Both definitions are
 * compared part by part; how the file was written does not matter.
 *
 * @param notes what has changed, the gravest first; empty where both mean the same
 */
public record Continuation(List<Note> notes) {
  public Continuation {
    notes =
        notes.stream().sorted(Comparator.comparing(Note::verdict).reversed()).distinct().toList();
  }

  /** What a change means for the rows that are stored. */
  public enum Verdict {
    /** Stored rows and new ones go together. */
    SAFE,
    /** Stored rows are as the earlier definition made them until they are made again. */
    BACKFILL,
    /** Stored rows and new ones cannot be told from each other or put in order. */
    REFUSED
  }

  /**
   * One change.
   *
   * @param verdict what it means
   * @param sentence what has changed, and what follows
   */
  public record Note(Verdict verdict, String sentence) {}

  /**
   * Compares.
   *
   * @param before the definition that made the rows
   * @param now the definition that is to go on
   */
  public static Continuation of(Pipeline before, Pipeline now) {
    List<Note> notes = new ArrayList<>(new SourceComparison(before.source(), now.source()).notes());
    notes.addAll(new KindsComparison(before, now).notes());
    if (before.silver() != now.silver()) {
      notes.add(
          new Note(
              Verdict.SAFE,
              now.silver()
                  ? "silver is kept from now on; what came before is not in it"
                  : "silver is not kept any more"));
    }
    return new Continuation(notes);
  }

  /** Where nothing ran before. */
  public static Continuation first() {
    return new Continuation(List.of());
  }

  /** The gravest of all. */
  public Verdict verdict() {
    return notes.isEmpty() ? Verdict.SAFE : notes.get(0).verdict();
  }

  /** The sentences of that verdict. */
  public List<String> sentences(Verdict verdict) {
    return notes.stream().filter(note -> note.verdict() == verdict).map(Note::sentence).toList();
  }
}
