package io.assay.engine.format;

/** What bytes turned out to be. */
final class Translation {
  private byte[] json;
  private String operation;
  private boolean ignored;
  private Integer schemaId;

  /** Sets the object, in UTF-8. */
  void json(byte[] utf8) {
    this.json = utf8;
  }

  /** Sets the letter of a change event. */
  void operation(String letter) {
    this.operation = letter;
  }

  /** Says that it is nothing that rows come from. */
  void ignore() {
    this.ignored = true;
  }

  /** Sets the id under which the registry has the schema. */
  void schemaId(int id) {
    this.schemaId = id;
  }

  /** The object, in UTF-8; null if the bytes are not in the format, or are to be ignored. */
  byte[] json() {
    return json;
  }

  /** The letter of a change event; null if it is none. */
  String operation() {
    return operation;
  }

  boolean isIgnored() {
    return ignored;
  }

  /** The id under which the registry has the schema; null if the bytes name none. */
  Integer schemaId() {
    return schemaId;
  }
}
