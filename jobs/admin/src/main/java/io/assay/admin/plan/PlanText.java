package io.assay.admin.plan;

import io.assay.model.change.Continuation;
import io.assay.model.change.Continuation.Verdict;
import io.assay.model.file.Rendered;
import io.assay.postgres.merge.MergeStatements;
import io.assay.postgres.schema.PlannedChange;
import io.assay.postgres.schema.PlannedChange.Fate;
import java.util.List;

/** A plan as people read it; the answer stands at the end. */
public final class PlanText {
  private final Plan plan;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan) {
    this.plan = plan;
  }

  public static String of(Plan plan) {
    PlanText written = new PlanText(plan);
    written.write();
    return written.text.toString();
  }

  private void write() {
    heading("Pipeline");
    indented(Rendered.of(plan.pipeline()).text());
    heading("Environment");
    indented(Rendered.of(plan.environment()).text());
    plan.schemas().forEach(this::schema);
    heading("Tables, from nothing");
    withoutComments(plan.definition()).forEach(sql -> indented(sql + ";"));
    if (!plan.statements().isEmpty()) {
      heading("Merge, for each batch");
      plan.statements().forEach(this::statement);
    }
    if (plan.asked()) {
      database();
      list("Topics that the pattern matches now", plan.matchingTopics());
      plan.missing().forEach(this::missing);
      continuation();
      list("Not found out", plan.faults());
    }
    answer();
  }

  private void schema(KindSchema schema) {
    heading("Fields of " + schema.kind() + ", as Spark has them");
    schema.fields().forEach((name, type) -> line("%-32s %s".formatted(name, type)));
  }

  private void statement(MergeStatements statement) {
    line("-- " + statement.kind() + " into " + statement.table());
    indented(statement.sql() + ";");
  }

  private void database() {
    changes("Would be changed, with the next batch or by assay apply", Fate.DONE);
    changes("Would be left as it is", Fate.LEFT);
    changes("Refused", Fate.REFUSED);
    if (plan.database().plan().filter(all -> all.changes().isEmpty()).isPresent()) {
      heading("Tables in the database");
      line("as defined");
    }
    list(
        "Rights that are missing",
        plan.database().grants().stream().map(sql -> sql + ";").toList());
  }

  private void changes(String title, Fate fate) {
    List<PlannedChange> changes = plan.changes(fate);
    if (changes.isEmpty()) {
      return;
    }
    heading(title);
    for (PlannedChange change : changes) {
      String policy = change.policy().map(words -> words + ": ").orElse("");
      line("%s. %s%s".formatted(change, policy, change.reason()));
      withoutComments(change.statements())
          .forEach(sql -> indented("    " + sql.replace("\n", "\n    ") + ";"));
    }
  }

  private void missing(String sort, List<String> names) {
    heading("Missing " + sort);
    line(String.join(", ", names) + ": " + Plan.remedy(sort));
  }

  private void continuation() {
    Continuation continuation = plan.continuation();
    heading("Going on");
    if (plan.database().last().isEmpty()) {
      line(
          plan.database().plan().isPresent()
              ? "safe: no batch was committed yet"
              : "unknown: the ledger was not read");
      return;
    }
    String version = plan.database().last().get().version();
    if (plan.database().last().get().pipeline().isEmpty()) {
      line(
          "unknown: this version of Assay cannot read the definition %s that ran last"
              .formatted(version));
      return;
    }
    line(
        switch (continuation.verdict()) {
          case SAFE -> "safe: the version %s ran last".formatted(version);
          case BACKFILL ->
              "needs a backfill: the version %s ran last, and its rows stay as it made them until they are made again"
                  .formatted(version);
          case REFUSED -> "refused: the version %s ran last".formatted(version);
        });
    for (Verdict verdict : List.of(Verdict.REFUSED, Verdict.BACKFILL, Verdict.SAFE)) {
      continuation.sentences(verdict).forEach(sentence -> line("- " + sentence));
    }
  }

  private void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      heading(title);
      lines.forEach(this::line);
    }
  }

  /** Comments in the database are many and change nothing; the JSON has them. */
  private static List<String> withoutComments(List<String> statements) {
    return statements.stream().filter(sql -> !sql.startsWith("comment on ")).toList();
  }

  private void answer() {
    int faults = plan.faultCount();
    int changes = plan.changeCount();
    String answer =
        faults + changes == 0
            ? "nothing to do"
            : count(changes, "change") + ", " + count(faults, "fault");
    text.append(
        "%nPlan of %s in %s, version %s: %s.%n"
            .formatted(
                plan.pipeline().name(),
                plan.environment().name(),
                plan.version(),
                plan.asked()
                    ? answer
                    : "not compared; the database and Kafka were not asked (--offline)"));
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private void heading(String title) {
    text.append(text.isEmpty() ? "" : "\n").append(title).append("\n\n");
  }

  private void indented(String lines) {
    lines.lines().forEach(this::line);
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }
}
