package io.assay.admin;

import io.assay.runtime.option.Parameter;

/** Who asks for a change; the ledger keeps it. */
final class Actor {
  static final Parameter<String> BY =
      Parameter.text(
          "by", "NAME", "who asks for it, for the ledger; default the user of this machine");

  private Actor() {}

  static String unnamed() {
    return System.getProperty("user.name", "unknown");
  }
}
