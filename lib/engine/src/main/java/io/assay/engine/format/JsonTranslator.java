package io.assay.engine.format;

import io.assay.engine.decode.Json;
import io.assay.engine.decode.Undecodable;

/** What is JSON already; whether it is, its reader finds out. */
final class JsonTranslator implements ValueTranslator {
  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    into.json(Json.text(bytes));
  }
}
