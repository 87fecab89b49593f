package io.assay.propose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the pipeline file. Not thread-safe. */
final class PipelineText {
  private final StringBuilder text = new StringBuilder();
  private final Optional<ChangeEvents> events;
  private int depth;

  private PipelineText(Optional<ChangeEvents> events) {
    this.events = events;
  }

  static String of(String pipeline, Sample sample, Normalization normal) {
    PipelineText writer = new PipelineText(Optional.empty());
    writer.pipeline(pipeline, sample, normal);
    return writer.text.toString();
  }

  static String of(String pipeline, ChangeEvents events, Normalization normal) {
    PipelineText writer = new PipelineText(Optional.of(events));
    writer.pipeline(pipeline, events.rows(), normal);
    return writer.text.toString();
  }

  private void pipeline(String pipeline, Sample sample, Normalization normal) {
    line(
        "# Proposed from %,d %s of %s%s. Nothing here is certain: what a sample does not hold, it does not show.",
        sample.records().size(),
        events.isPresent() ? "rows that the change events" : "records",
        HoconText.comment(sample.origin()),
        sample.unreadable() == 0
            ? ""
            : " (%,d more were no JSON objects)".formatted(sample.unreadable()));
    line("# Look at the keys first, then at the types; rules are suggestions and only warn.");
    Wrapper.in(sample)
        .ifPresent(
            wrapper ->
                line(
                    "# The only record holds a list of %,d objects. If these are the records: --each %s, for propose and feed files.",
                    wrapper.size(), HoconText.comment(wrapper.member())));
    line("");
    line("pipeline = %s", pipeline);
    line(
        "source { topics = [%s], format = %s }",
        HoconText.quoted(sample.topic()),
        events.isPresent() ? "debezium" : sample.declared().format());
    line("");
    open("records");
    open(normal.root().name());
    line("when = \"_topic = '%s'\"", sample.topic());
    if (events.isPresent()) {
      changes(events.get(), normal);
    } else {
      fields(normal.records().fields());
      versions(sample, normal);
    }
    rules(RuleIdeas.of(normal.records().fields()));
    line("root = %s", normal.root().name());
    open("tables");
    normal.tables().forEach(this::table);
    close();
    close();
    close();
  }

  private void changes(ChangeEvents changes, Normalization normal) {
    Names names = normal.records().names();
    List<String> sequence = new ArrayList<>();
    open("fields");
    normal.records().fields().forEach(this::field);
    switch (changes.order()) {
      case LSN -> {
        sequence.add(source(names, "committed_at", "ts_ms", "timestamp, unit = millis"));
        sequence.add(source(names, "lsn", "lsn", "bigint"));
      }
      case BINLOG -> {
        String file = source(names, "binlog_file", "file", "text");
        String number = names.claim("binlog_number");
        line(
            "%s { sql = \"cast(regexp_extract(%s, '([0-9]+)$', 1) as bigint)\", type = bigint }",
            number, file);
        sequence.add(number);
        sequence.add(source(names, "binlog_position", "pos", "bigint"));
      }
      case TIME -> sequence.add(source(names, "committed_at", "ts_ms", "timestamp, unit = millis"));
    }
    close();
    line("sequence = %s   # the order in which the database changed", HoconText.list(sequence));
    List<ColumnIdea> key = normal.root().key();
    if (key.stream().allMatch(column -> !column.source().isEmpty())) {
      open("delete");
      line("when = \"_op = 'd'\"");
      line(
          "key { %s }",
          key.stream()
              .map(column -> column.name() + " = " + column.sql())
              .collect(Collectors.joining(", ")));
      line("truncate = \"_op = 't'\"");
      close();
    }
  }

  /** A field for what the event's source says of its place in the log. */
  private String source(Names names, String name, String member, String type) {
    String field = names.claim(name);
    line("%s { from = \"_source.%s\", type = %s }", field, member, type);
    return field;
  }

  private void versions(Sample sample, Normalization normal) {
    List<ColumnIdea> key = normal.root().key();
    normal.records().fields().stream()
        .filter(field -> field.type().type().equals("timestamp") || field.type().isWhole())
        .filter(
            field ->
                field
                    .name()
                    .matches(
                        "(.*_)?(updated|modified|changed|version|revision|updated_at|modified_at|last_modified|last_updated)(_at|_on)?"))
        .findFirst()
        .ifPresent(
            field ->
                line(
                    "# sequence = %s      # suggestion: without it, the order of Kafka decides which version is newest",
                    field.name()));
    if (KafkaKeys.anyTombstone(sample) && key.size() == 1) {
      line(
          "delete { when = \"_tombstone\", key { %s = \"_key\" } }   # tombstones were seen",
          key.get(0).name());
    }
  }

  private void fields(List<FieldIdea> fields) {
    open("fields");
    fields.forEach(this::field);
    close();
  }

  private void field(FieldIdea field) {
    if (field.path().isEmpty()) {
      line(
          "%s { sql = %s, type = %s }",
          field.name(), HoconText.quoted(field.type().note()), field.type().type());
      return;
    }
    String origin =
        field.gathered().isEmpty()
            ? "from = " + from(field.path())
            : field.gathered().stream()
                .map(PipelineText::from)
                .collect(Collectors.joining(", ", "gather = [", "]"));
    String type =
        field.type().type().equals("list")
                || field.type().type().equals("map")
                || field.type().type().matches("[a-z]+")
            ? field.type().type()
            : HoconText.quoted(field.type().type());
    if (!field.fields().isEmpty()) {
      open(field.name() + comment(field));
      line("%s, type = %s", origin, type);
      fields(field.fields());
      close();
      return;
    }
    String of = field.of().isEmpty() ? "" : ", of = " + HoconText.word(field.of());
    String unit = field.type().unit().isEmpty() ? "" : ", unit = " + field.type().unit();
    String formats =
        field.type().formats().isEmpty()
            ? ""
            : ", formats = "
                + field.type().formats().stream()
                    .map(HoconText::quoted)
                    .collect(Collectors.joining(", ", "[", "]"));
    line(
        "%s { %s, type = %s%s%s%s }%s",
        field.name(), origin, type, of, formats, unit, comment(field));
  }

  private static String comment(FieldIdea field) {
    List<String> notes = new ArrayList<>();
    int absent = field.seen().absent();
    if (absent > 0 && field.seen().rows() > 0) {
      notes.add("null in %.0f %%".formatted(Math.max(1, 100.0 * absent / field.seen().rows())));
    }
    if (!field.type().note().isEmpty()) {
      notes.add(field.type().note());
    }
    PersonalData.guess(field.name(), field.seen())
        .ifPresent(what -> notes.add("personal data? " + what));
    return notes.isEmpty() ? "" : "   # " + HoconText.comment(String.join("; ", notes));
  }

  private void rules(List<RuleIdea> rules) {
    if (rules.isEmpty()) {
      return;
    }
    open("rules");
    rules.forEach(
        rule -> line("%s { %s }   # suggestion: %s", rule.name(), rule.body(), rule.seen()));
    close();
  }

  private void table(TableIdea table) {
    table
        .notes()
        .forEach(note -> line("# %s", HoconText.comment("Key of " + table.name() + ": " + note)));
    open(table.name());
    if (!table.each().isEmpty()) {
      line("each = %s", String.join(".", table.each()));
    }
    line("key = %s", HoconText.list(table.key().stream().map(ColumnIdea::name).toList()));
    if (!table.when().isEmpty()) {
      line("when = %s", HoconText.quoted(table.when()));
    }
    open("columns");
    for (ColumnIdea column : table.columns()) {
      if (column.isField()) {
        line("%s = %s", column.name(), column.sql());
      } else {
        line(
            "%s { sql = %s, type = %s }",
            column.name(), HoconText.quoted(column.sql()), HoconText.word(column.type()));
      }
    }
    close();
    if (!table.references().isEmpty()) {
      open("references");
      table.references().forEach(this::reference);
      close();
    }
    close();
  }

  private void reference(ReferenceIdea reference) {
    String table =
        reference.name().equals(reference.table()) ? "" : ", table = " + reference.table();
    String orphan = reference.orphan().isEmpty() ? "" : ", orphan = " + reference.orphan();
    line(
        "%s { columns = %s%s%s }",
        reference.name(), HoconText.list(reference.columns()), table, orphan);
  }

  /**
   * Names and values of HOCON's own syntax come in here, so the format's percent signs are ours.
   */
  private void line(String format, Object... values) {
    String line = values.length == 0 ? format : format.formatted(values);
    text.append(line.isEmpty() ? "" : "  ".repeat(depth)).append(line).append('\n');
  }

  private void open(String name) {
    int comment = name.indexOf("   # ");
    String opened =
        comment < 0 ? name + " {" : name.substring(0, comment) + " {" + name.substring(comment);
    text.append("  ".repeat(depth)).append(opened).append('\n');
    depth++;
  }

  private void close() {
    depth--;
    text.append("  ".repeat(depth)).append("}\n");
  }

  private static String from(List<String> path) {
    if (path.stream().noneMatch(name -> name.contains("."))) {
      return HoconText.word(String.join(".", path));
    }
    return path.stream().map(HoconText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
