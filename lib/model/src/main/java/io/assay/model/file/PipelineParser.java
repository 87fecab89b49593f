package io.assay.model.file;

import io.assay.model.BatchRule;
import io.assay.model.Breaker;
import io.assay.model.Pipeline;
import io.assay.model.SchemaPolicy;
import io.assay.model.Source;
import java.util.List;
import java.util.Optional;

/** Reads a pipeline: each part for itself, then what parts ask of each other. */
final class PipelineParser {
  private PipelineParser() {}

  /** The pipeline; nothing if what is necessary is missing, which is then among the faults. */
  static Optional<Pipeline> parse(Node node) {
    Optional<String> name = node.required("pipeline").flatMap(Naming.PIPELINE::read);
    String description =
        node.entry("description").flatMap(entry -> entry.scalar("a text")).orElse("");
    Optional<Source> source =
        node.required("source")
            .flatMap(entry -> entry.node(SourceSections.SOURCE))
            .flatMap(SourceParser::parse);
    boolean silver = node.flag("silver").orElse(true);
    node.entry(LetPaths.LET).ifPresent(Entry::members);
    SchemaPolicy policy = SchemaPolicyParser.ofPipeline(node);
    List<KindDraft> kinds = kinds(node, source, policy);
    checkWhen(kinds);
    TableAgreement.check(kinds);
    ReferenceChecks.check(kinds);
    SchemaPolicyChecks.check(kinds);
    CycleChecks.check(kinds);
    RuleNames rules = new RuleNames(kinds);
    BatchRuleParser batchRuleParser =
        new BatchRuleParser(rules, source.map(Source::topics).orElse(List.of()));
    List<BatchRule> batchRules =
        node.members("batch-rules").stream()
            .flatMap(entry -> batchRuleParser.parse(entry).stream())
            .toList();
    BreakerParser breakerParser = new BreakerParser(rules);
    List<Breaker> breakers =
        node.members("breaker").stream()
            .flatMap(entry -> breakerParser.parse(entry).stream())
            .toList();
    return name.flatMap(
        each ->
            source
                .filter(any -> node.isSound())
                .map(
                    from ->
                        new Pipeline(
                            each,
                            description,
                            from,
                            kinds.stream().map(KindDraft::definition).toList(),
                            silver,
                            batchRules,
                            breakers)));
  }

  private static List<KindDraft> kinds(Node node, Optional<Source> source, SchemaPolicy policy) {
    Optional<Entry> records = node.required("records");
    List<Entry> entries = records.map(Entry::members).orElse(List.of());
    if (entries.isEmpty()) {
      records
          .filter(Entry::isObject)
          .ifPresent(entry -> entry.fault("empty", "Define at least one kind."));
    }
    KindParser parser = new KindParser(source, policy);
    return entries.stream().flatMap(entry -> parser.parse(entry).stream()).toList();
  }

  private static void checkWhen(List<KindDraft> kinds) {
    for (KindDraft kind : kinds.subList(0, Math.max(0, kinds.size() - 1))) {
      if (!kind.node().has("when")) {
        kind.node()
            .fault(
                "has no when, so it takes every record and the kinds after it get none",
                "Say which records it takes, such as when = \"_topic = 'orders'\".");
      }
    }
  }
}
