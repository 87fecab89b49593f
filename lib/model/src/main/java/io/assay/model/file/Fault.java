package io.assay.model.file;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that is wrong in a file.
 *
 * @param place where, ready to be printed
 * @param key dotted path of the key; empty for the file as a whole
 * @param value what stands there, as far as it may be shown
 * @param problem what is wrong
 * @param remedy what to do, as a sentence
 */
record Fault(Place place, String key, Optional<String> value, String problem, String remedy)
    implements Comparable<Fault> {
  private static final Comparator<Fault> ORDER =
      Comparator.comparing((Fault fault) -> fault.place().file())
          .thenComparing(fault -> fault.place().line())
          .thenComparing(Fault::key)
          .thenComparing(Fault::toString);

  /**
   * Where something stands.
   *
   * @param file the file, or what else a value comes from
   * @param line from 1; 0 where there are no lines
   */
  record Place(String file, int line) {
    @Override
    public String toString() {
      return line > 0 ? file + ":" + line : file;
    }
  }

  @Override
  public int compareTo(Fault other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(place).append(": ");
    if (!key.isEmpty()) {
      text.append(key).append(value.map(shown -> " = " + shown).orElse("")).append(": ");
    }
    return text.append(problem).append(". ").append(remedy).toString();
  }
}
