package io.assay.engine.format;

import io.assay.engine.decode.Undecodable;

/** Turns bytes of a format into a JSON object. Implementations are thread-safe. */
interface ValueTranslator {

  /**
   * Translates bytes.
   *
   * @param bytes neither null nor empty
   * @param into gets the JSON and what else the bytes say; also what was found out before they
   *     turned out not to be in the format
   * @throws Undecodable if they are not in the format
   */
  void translate(byte[] bytes, Translation into) throws Undecodable;
}
