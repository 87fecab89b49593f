package io.assay.model.file;

import io.assay.model.Format;
import io.assay.model.Source;
import io.assay.model.Topics;
import java.util.LinkedHashMap;
import java.util.Map;

/** The source of a pipeline as the keys and values of a file. */
final class SourceTree {
  private SourceTree() {}

  static Map<String, Object> of(Source source) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (source.subscription() instanceof Topics.Matching matching) {
      tree.put("topic-pattern", matching.pattern());
    } else {
      tree.put("topics", source.topics().stream().sorted().toList());
    }
    format(source.format(), tree);
    if (!source.keyFormat().equals(Format.Text.WHOLE)) {
      Map<String, Object> key = new LinkedHashMap<>();
      format(source.keyFormat(), key);
      tree.put("key", key);
    }
    tree.put("names", PipelineTree.word(source.names()));
    return tree;
  }

  private static void format(Format format, Map<String, Object> tree) {
    if (format instanceof Format.Csv csv) {
      put(tree, "csv", csv(csv));
    } else if (format instanceof Format.Text text) {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("pattern", text.pattern());
      group.put("encoding", text.encoding().label());
      put(tree, "text", group);
    } else if (format instanceof Format.Avro avro) {
      put(tree, "avro", avro(avro));
    } else if (format instanceof Format.Debezium debezium) {
      put(tree, "debezium", Map.of("encoding", PipelineTree.word(debezium.encoding())));
    } else {
      tree.put("format", format instanceof Format.Ndjson ? "ndjson" : "json");
    }
  }

  private static void put(Map<String, Object> tree, String format, Map<String, Object> group) {
    tree.put("format", format);
    tree.put(format, group);
  }

  private static Map<String, Object> csv(Format.Csv csv) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("columns", csv.columns());
    group.put("delimiter", String.valueOf(csv.delimiter()));
    group.put("quote", String.valueOf(csv.quote()));
    group.put("escape", String.valueOf(csv.escape()));
    if (!csv.nulls().isEmpty()) {
      group.put("nulls", csv.nulls());
    }
    group.put("trim", csv.trim());
    group.put("header", csv.header());
    group.put("extra-columns", PipelineTree.word(csv.extra()));
    group.put("encoding", csv.encoding().label());
    return group;
  }

  private static Map<String, Object> avro(Format.Avro avro) {
    Map<String, Object> group = new LinkedHashMap<>();
    if (avro.writer() instanceof Format.Avro.Writer.Given given) {
      group.put("schema", given.schema());
    }
    if (avro.reader() instanceof Format.Avro.Reader.Given given) {
      group.put("reader-schema", given.schema());
    }
    return group;
  }
}
