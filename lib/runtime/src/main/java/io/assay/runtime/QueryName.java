package io.assay.runtime;

/** What a query is called by those who watch it. */
public final class QueryName {
  private QueryName() {}

  /** Refine is one query to who watches it, whatever it reads ({@code refine-lake}). */
  public static String of(String sparkName) {
    return sparkName.startsWith("refine") ? "refine" : sparkName;
  }
}
