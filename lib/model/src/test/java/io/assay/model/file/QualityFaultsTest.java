package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.BatchRule.Expectation;
import io.assay.model.Breaker;
import io.assay.model.Field;
import io.assay.model.Lookup;
import io.assay.model.Pipeline;
import io.assay.model.Rule.Check;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of batches, breakers, look-ups, and what is said when it makes no sense. */
class QualityFaultsTest {
  @Test
  void rulesBreakersAndLookUpsReadAsWritten() {
    Pipeline pipeline = Example.pipelineFile().pipeline();

    assertThat(pipeline.batchRules().get(0).expectation())
        .isEqualTo(new Expectation.Volume(Optional.of(2L), Optional.of(1_000_000L)));
    assertThat(pipeline.batchRules().get(1).expectation())
        .isEqualTo(new Expectation.Share(Optional.of("known-reader"), new BigDecimal("12.5"), 100));
    assertThat(pipeline.breakers().get(1))
        .isEqualTo(
            new Breaker(
                "undecodable",
                Optional.of("decode"),
                Optional.of(10L),
                Optional.empty(),
                Duration.ofHours(1),
                1,
                new Breaker.Action.Pause(Duration.ofMinutes(5))));
    assertThat(pipeline.kind("visit").rootTable().column("city").orElseThrow().lookup())
        .contains(
            new Lookup("reference.branch", Map.of("name", "branch"), "city", Lookup.Absent.REJECT));
    assertThat(pipeline.kind("visit").rules().get(0))
        .satisfies(
            rule -> {
              assertThat(rule.when()).contains("branch = 'main'");
              assertThat(rule.check())
                  .isEqualTo(new Check.Formatted("phone", Check.TextForm.PHONE, Optional.of("DE")));
            });
    assertThat(pipeline.kind("visit").rules().get(1).check())
        .isEqualTo(
            new Check.Freshness(
                "at", Optional.of(Duration.ofDays(1)), Optional.of(Duration.ofMinutes(5))));
  }

  @Test
  void aFieldHasItsAlternativesItsConstantItsDefaultAndItsMask() {
    Pipeline pipeline = Example.pipelineFile().pipeline();

    assertThat(pipeline.kind("visit").fields())
        .extracting(Field::name, Field::origin, Field::treatment)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "phone",
                new Field.Origin.FirstOf(
                    List.of(
                        new Field.Origin.Member(List.of("name")),
                        new Field.Origin.Member(List.of("id")))),
                new Field.Treatment(true, "")),
            org.assertj.core.groups.Tuple.tuple(
                "channel", new Field.Origin.Constant("desk"), Field.Treatment.NONE),
            org.assertj.core.groups.Tuple.tuple(
                "branch",
                new Field.Origin.Member(List.of("name")),
                new Field.Treatment(false, "main")));
  }

  @Test
  void aColumnOfAMaskedFieldIsMasked() {
    Pipeline pipeline =
        Example.pipelineFile()
            .with("at = at\n", "at = at\n initials { sql = \"left(Phone, 2)\", type = text }\n")
            .pipeline();

    assertThat(pipeline.kind("visit").masks()).isTrue();
    assertThat(pipeline.kind("loan").masks()).isFalse();
    assertThat(pipeline.kind("visit").rootTable().columns())
        .filteredOn(pipeline.kind("visit")::masks)
        .extracting("name")
        .containsExactly("initials");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "format = phone, region = DE|format = phon, region = DE|records.visit.rules.reachable.format = phon: not one of the values that may stand here. Did you mean phone?",
        "region = DE|region = DX|records.visit.rules.reachable.region = DX: not a country of ISO 3166-1. Write its two letters, such as DE or GB.",
        "format = phone, region = DE|format = email, region = DE|records.visit.rules.reachable.region: only with format = phone. Take it out.",
        "field = phone, format|field = at, format|records.visit.rules.reachable.field = at: a field of type timestamp, not text. Check another field, or use check with SQL.",
        "field = at, max-age = 1 day, max-future = 5 minutes|field = at|records.visit.rules.recent.freshness: has no bound. Give it max-age or max-future, such as max-age = 1 hour.",
        "field = at, max-age|field = branch, max-age|records.visit.rules.recent.freshness.field = branch: a field of type text, not date or timestamp. Check another field, or use check with SQL.",
        "max-age = 1 day|max-aeg = 1 day|records.visit.rules.recent.freshness.max-aeg: unknown key. Did you mean max-age?",
        "records { min = 2, max = 1000000 }|records { min = 20, max = 10 }|batch-rules.enough.records: has a min above its max. Exchange them.",
        "records { min = 2, max = 1000000 }|records { }|batch-rules.enough.records: has neither min nor max. Give it one of them, such as min = 10.",
        "records { min = 2, max = 1000000 }|records { min = few }|batch-rules.enough.records.min = few: not such a number. Write a whole number, 1 or more.",
        "topic = readers, severity|topic = raeders, severity|batch-rules.enough.topic = raeders: no topic of the pipeline. Did you mean readers?",
        "max-percent = 12.5|max-percent = 112|batch-rules.mostly-good.share.max-percent = 112: not a percentage. Write a number from 0 to 100.",
        "share { rule = known-reader|share { rule = known-raeder|batch-rules.mostly-good.share.rule = known-raeder: no rule of any kind of record. Did you mean known-reader?",
        "topic = readers, severity = fail|topic = readers, severity = reject|batch-rules.enough.severity = reject: not one of the values that may stand here. Choose from warn, fail.",
        "percent = 20, window|window|breaker.rejected: never trips. Give it count or percent, such as percent = 20.",
        "count = 10, window = 1 hour,|count = 10,|breaker.undecodable: has no window. Give it one, such as window = 10 minutes.",
        "rule = decode|rule = decod|breaker.undecodable.rule = decod: no rule of any kind of record. Did you mean decode?",
        "action = pause, pause = 5 minutes|action = pause|breaker.undecodable: has no pause. Give it one, such as pause = 5 minutes.",
        "action = pause, pause = 5 minutes|pause = 5 minutes|breaker.undecodable.pause: only with action = pause. Take it out.",
        "key { name = branch }|key { name = brnch }|records.visit.tables.visit.columns.city.lookup.key.name = brnch: no such column of this table. Did you mean branch?",
        "key { name = branch }|key { name = city }|records.visit.tables.visit.columns.city.lookup.key.name = city: the column that is looked up. Compare another one.",
        "key { name = branch }|key { }|records.visit.tables.visit.columns.city.lookup.key: empty. Name at least one column.",
        "table = reference.branch|table = a.b.c|records.visit.tables.visit.columns.city.lookup.table = a.b.c: not a table. Write table, or schema.table.",
        "city { type = text, lookup|city { type = text, sql = book, lookup|records.visit.tables.visit.columns.city.sql: not beside lookup. Take it out.",
        "type = text, default = main|type = integer, default = main|records.visit.fields.branch.default = main: not of type integer. Write such a value.",
        "constant = desk, type = text|constant = desk, type = date|records.visit.fields.channel.constant = desk: not of type date. Write such a value.",
        "constant = desk, type = text|constant = desk, type = text, default = x|records.visit.fields.channel.default: does nothing beside sql or constant. Take it out; in SQL, write coalesce(…, …).",
        "coalesce = [name, [id]]|coalesce = [name]|records.visit.fields.phone.coalesce: one member only. Write from, or name another one.",
        "coalesce = [name, [id]]|gather = [name, [id]]|records.visit.fields.phone.gather = text: a type that takes nothing from several members. Write type = list and its fields, or coalesce for the first member that is there.",
        "mask = true|mask = yes|records.visit.fields.phone.mask = yes: not true or false. Write one of them."
      })
  void aFaultIsToldWithItsKeyAndWhatMayHaveBeenMeant(String before, String after, String fault) {
    assertThat(
            Example.pipelineFile().with(before, after).pipelineFault().replaceFirst("^\\d+: ", ""))
        .isEqualTo(fault);
  }

  @Test
  void aRuleOfALookUpKeepsItsName() {
    assertThat(Example.pipelineFile().with("recent    {", "lookup-city {").pipelineFault())
        .endsWith("rules.lookup-city: the name of a built-in rule. Choose another one.");
  }

  @ParameterizedTest
  @CsvSource({
    "integer, 12, true",
    "integer, 1.5, false",
    "integer, 99999999999, false",
    "bigint, 99999999999, true",
    "'decimal(4,2)', 12.34, true",
    "'decimal(4,2)', 123.4, false",
    "'decimal(4,2)', 1.234, false",
    "double, 1e3, true",
    "double, NaN, false",
    "boolean, true, true",
    "boolean, yes, false",
    "uuid, 009c8453-e395-5e81-8ad2-a8d1587395df, true",
    "uuid, 009c8453, false",
    "date, 2024-02-29, true",
    "date, 2023-02-29, false"
  })
  void aDefaultFitsItsType(String type, String value, boolean fits) {
    Example example =
        Example.pipelineFile()
            .with(
                "type = text, default = main",
                "type = \"" + type + "\", default = \"" + value + "\"");

    assertThat(fits ? List.of() : example.pipelineFaults())
        .hasSize(fits ? 0 : 1)
        .allSatisfy(fault -> assertThat(fault.toString()).contains("not of type"));
    if (fits) {
      assertThat(example.pipeline()).isNotNull();
    }
  }
}
