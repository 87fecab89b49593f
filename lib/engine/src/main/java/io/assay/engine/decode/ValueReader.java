package io.assay.engine.decode;

/**
 * Finds the texts of a record's member fields in the bytes of its value. Implementations are
 * thread-safe.
 */
interface ValueReader {

  /**
   * Reads a value.
   *
   * @param value not null, may be empty
   * @param into where the texts go
   * @throws Undecodable if the value as a whole is not in the format
   */
  void read(byte[] value, FieldTexts into) throws Undecodable;
}
