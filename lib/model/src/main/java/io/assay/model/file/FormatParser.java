package io.assay.model.file;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.assay.model.Format;
import io.assay.model.Format.Avro.Reader;
import io.assay.model.Format.Avro.Writer;
import io.assay.model.Format.Encoding;
import io.assay.model.Format.EventEncoding;
import io.assay.model.Source.NameMatching;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads how values, or keys, are written. */
final class FormatParser {
  private static final List<String> OF_VALUES =
      List.of("json", "ndjson", "csv", "text", "avro", "debezium");
  private static final List<String> OF_KEYS = List.of("text", "json", "avro", "debezium");

  private final NameMatching names;

  /**
   * A parser of formats.
   *
   * @param names how names of columns are compared
   */
  FormatParser(NameMatching names) {
    this.names = names;
  }

  Optional<Format> value(Node node) {
    return format(node, OF_VALUES);
  }

  Optional<Format> key(Node node) {
    return format(node, OF_KEYS);
  }

  private Optional<Format> format(Node node, List<String> choices) {
    Optional<String> name = node.required("format").flatMap(entry -> entry.choice(choices));
    if (name.isEmpty()) {
      return Optional.empty();
    }
    for (String group : List.of("csv", "text", "avro", "debezium")) {
      if (choices.contains(group) && !group.equals(name.get())) {
        node.refuse(
            List.of(group),
            "not for format = " + name.get(),
            "Take it out, or write format = " + group + ".");
      }
    }
    return switch (name.get()) {
      case "json" -> Optional.of(new Format.Json());
      case "ndjson" -> Optional.of(new Format.Ndjson());
      case "csv" ->
          node.required("csv")
              .flatMap(entry -> entry.node(SourceSections.CSV))
              .map(csv -> new CsvParser(names).parse(csv));
      case "text" -> group(node, "text", SourceSections.TEXT, Format.Text.WHOLE, this::text);
      case "avro" ->
          group(
              node,
              "avro",
              SourceSections.AVRO,
              new Format.Avro(new Writer.Registered(), new Reader.AsWritten()),
              this::avro);
      default ->
          group(
              node,
              "debezium",
              SourceSections.DEBEZIUM,
              new Format.Debezium(EventEncoding.JSON),
              this::debezium);
    };
  }

  private static Optional<Format> group(
      Node node, String key, Section section, Format without, Function<Node, Format> with) {
    Optional<Entry> entry = node.entry(key);
    return entry.isEmpty() ? Optional.of(without) : entry.flatMap(e -> e.node(section)).map(with);
  }

  private Format text(Node node) {
    Optional<String> pattern = node.entry("pattern").flatMap(SourceParser::pattern);
    Format.Text text = new Format.Text(pattern.orElse(Format.Text.EVERYTHING), encoding(node));
    if (text.groups().isEmpty()) {
      node.entry("pattern")
          .get()
          .fault(
              text.pattern(),
              "a pattern without a named group gives no members",
              "Name what you want to keep: (?<product>.+).");
    }
    return text;
  }

  /** The character encoding that a group declares. */
  static Encoding encoding(Node node) {
    List<Encoding> encodings = Arrays.asList(Encoding.values());
    return node.entry("encoding")
        .flatMap(entry -> entry.choice(encodings.stream().map(Encoding::label).toList()))
        .flatMap(label -> encodings.stream().filter(e -> e.label().equals(label)).findFirst())
        .orElse(Encoding.UTF_8);
  }

  private Format avro(Node node) {
    Optional<String> writer = schema(node, "schema", "schema-file");
    Optional<String> reader = schema(node, "reader-schema", "reader-schema-file");
    return new Format.Avro(
        writer.<Writer>map(Writer.Given::new).orElseGet(Writer.Registered::new),
        reader.<Reader>map(Reader.Given::new).orElseGet(Reader.AsWritten::new));
  }

  private static Optional<String> schema(Node node, String inline, String file) {
    Optional<Entry> written = node.entry(inline);
    Optional<Entry> named = node.entry(file);
    if (written.isPresent() && named.isPresent()) {
      named.get().fault("stands beside " + inline, "Take one of them out.");
    }
    Optional<String> schema =
        written.isPresent() ? written.flatMap(Entry::text) : named.flatMap(Entry::fileText);
    schema
        .filter(text -> !isJsonObject(text))
        .ifPresent(
            any ->
                written
                    .or(() -> named)
                    .get()
                    .fault(
                        "not an Avro schema: no JSON object",
                        "Give the schema in JSON, such as"
                            + " {\"type\": \"record\", \"name\": …, \"fields\": […]}."));
    return schema.map(String::strip);
  }

  private static boolean isJsonObject(String text) {
    try {
      ConfigParseOptions json = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
      return !ConfigFactory.parseString(text, json).root().isEmpty();
    } catch (ConfigException e) {
      return false;
    }
  }

  private Format debezium(Node node) {
    return new Format.Debezium(
        node.choice("encoding", EventEncoding.class).orElse(EventEncoding.JSON));
  }
}
