package io.assay.engine.decode;

/**
 * What a reader found for the fields of one record: a text, nothing, or a reason why there can be
 * no text.
 */
final class FieldTexts {
  private final String[] texts;
  private Obstacle[] obstacles;

  /** What stands where a field's value should be, and why that cannot be. */
  record Obstacle(String found, Refusal refusal) {}

  FieldTexts(int fields) {
    this.texts = new String[fields];
  }

  void put(int field, String text) {
    texts[field] = text;
  }

  void refuse(int field, String found, Refusal refusal) {
    if (obstacles == null) {
      obstacles = new Obstacle[texts.length];
    }
    obstacles[field] = new Obstacle(found, refusal);
  }

  /** The text of the field; null if there is none. */
  String text(int field) {
    return texts[field];
  }

  /** Why the field has no text; null if nothing stands in the way. */
  Obstacle obstacle(int field) {
    return obstacles == null ? null : obstacles[field];
  }
}
