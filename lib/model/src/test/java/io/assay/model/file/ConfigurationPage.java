package io.assay.model.file;

import java.util.List;

/** Writes the reference page of both files from the sections that the parser knows. */
final class ConfigurationPage {
  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Generated from the parser's own table of keys; ConfigurationPageTest says how. -->

      A job reads two files: a *pipeline* (what records are, what must hold for them, which tables they become) and an
      *environment* (where Kafka, the lake and the database are). Both are [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md).
      `conf/` has one of each to start from.

      - **Nothing is ignored.** A key that is not on this page is a fault. All faults of a file are told at once, each with file,
        line, key, and what to do; the exit status is 2.
      - **Values from outside:** `${NAME}` is an environment variable that must be set, `${?NAME}` one that may be. Write the default on the
        line before: `root = "file:///tmp/lake"`, then `root = ${?ASSAY_LAKE}`. There is no other way to override a key.
      - **Constants of your own** stand in `let { }` and are used as `${let.name}`.
      - **`include "other.conf"`** reads another file, relative to this one; it has to exist. Its kinds of records
        come after those of this file.
      - **Durations** are a whole number and a unit: `500 ms`, `30 seconds`, `10 minutes`, `12 hours`, `1 day`.
      - **Sizes** are a whole number and a unit, thousands of bytes and so on: `500 kB`, `128 MB`, `1 GB`.
      - **Secrets** never stand in a file: `{ env = NAME }` names an environment variable, `{ file = path }` a file. A secret
        written out is a fault, and the message does not repeat it.
      - **The version of a pipeline** is the first 16 hexadecimal digits of the SHA-256 of its canonical text: all effective values, without
        comments, `let` and the order of keys. Only the order of `records` has a meaning and is part of it.

      In the tables below, `required` under *default* means that the key must be there.
      """;

  private static final String CASES =
      """

      ## Case file

      Cases of a pipeline stand beside it: those of `orders.conf` in `orders.cases.conf`. `submit/assay test` runs them on a real
      PostgreSQL with the code that runs in production.
      """;

  private ConfigurationPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Pipeline file\n");
    append(PipelineSections.all(), page);
    page.append("\n## Environment file\n");
    append(EnvironmentSections.all(), page);
    page.append(CASES);
    append(CaseSections.all(), page);
    return page.toString();
  }

  private static void append(List<Section> sections, StringBuilder page) {
    for (Section section : sections) {
      page.append("\n### ").append(title(section)).append("\n\n");
      page.append(section.meaning()).append("\n\n");
      page.append("| key | type | default | meaning | example |\n|---|---|---|---|---|\n");
      section.keys().forEach(key -> append(key, page));
    }
  }

  private static void append(Section.Key key, StringBuilder page) {
    page.append("| `").append(key.name()).append("` | ").append(cell(key.type()));
    page.append(" | ").append(cell(key.fallback()));
    page.append(" | ").append(cell(key.meaning()));
    page.append(" | `").append(cell(key.example())).append("` |\n");
  }

  private static String title(Section section) {
    return section.path().isEmpty()
        ? "Top level"
        : "`" + section.path().replace(", ", "`, `") + "`";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
