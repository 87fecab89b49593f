package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Decimal;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Rule;
import io.assay.model.Rule.Check;
import io.assay.model.Severity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one rule of a kind of record. */
final class RuleParser {
  static final Set<String> BUILT_IN =
      Set.of("decode", "type", "symbol", "ambiguous", "unmatched", "database", "not-null");
  static final String ORPHAN = "orphan-";
  static final String LOOKUP = "lookup-";
  private static final List<String> OF_A_FIELD =
      List.of("range", "length", "pattern", "one-of", "format");
  private static final List<String> OF_A_TABLE = List.of("exists-in", "absent-from");
  private static final List<String> CHECKS =
      List.of(
          "required",
          "range",
          "length",
          "pattern",
          "one-of",
          "format",
          "freshness",
          "check",
          "unique",
          "exists-in",
          "absent-from");

  private static final Set<String> REGIONS =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private final Fields fields;

  RuleParser(Fields fields) {
    this.fields = fields;
  }

  /**
   * A rule and where it stands.
   *
   * @param node where
   * @param rule what
   */
  record Draft(Node node, Rule rule) {}

  Optional<Draft> parse(Entry entry) {
    if (Naming.RULE.accepts(entry)
        && (BUILT_IN.contains(entry.name())
            || entry.name().startsWith(ORPHAN)
            || entry.name().startsWith(LOOKUP))) {
      entry.fault("the name of a built-in rule", "Choose another one.");
    }
    return entry.node(KindSections.RULE).flatMap(this::parse);
  }

  private Optional<Draft> parse(Node node) {
    Severity severity = node.choice("severity", Severity.class).orElse(Severity.REJECT);
    Optional<String> message = node.text("message");
    List<String> given = CHECKS.stream().filter(node::has).toList();
    if (given.size() != 1) {
      node.fault(
          given.isEmpty()
              ? "checks nothing"
              : "has " + given.size() + " checks: " + String.join(", ", given),
          "Give exactly one of " + NearMiss.oneOf(CHECKS) + ".");
      return Optional.empty();
    }
    String name = given.get(0);
    refuseCompanions(node, name);
    return check(node, name)
        .map(
            check ->
                new Draft(
                    node, new Rule(node.name(), severity, message, node.text("when"), check)));
  }

  private static void refuseCompanions(Node node, String check) {
    if (!OF_A_FIELD.contains(check)) {
      node.refuse(List.of("field"), "not with " + check, "Take it out.");
    }
    if (!check.equals("format")) {
      node.refuse(List.of("region"), "only with format = phone", "Take it out.");
    }
    if (!check.equals("check")) {
      node.refuse(List.of("fields"), "only with check", "Take it out.");
    }
    if (!OF_A_TABLE.contains(check)) {
      node.refuse(List.of("where"), "only with exists-in and absent-from", "Take it out.");
    }
  }

  private Optional<? extends Check> check(Node node, String name) {
    Entry entry = node.entry(name).orElseThrow();
    return switch (name) {
      case "required" -> Optional.of(new Check.Required(known(entry)));
      case "range" -> range(node, entry);
      case "length" -> length(node, entry);
      case "pattern" -> pattern(node, entry);
      case "one-of" -> oneOf(node, entry);
      case "format" -> formatted(node, entry);
      case "freshness" -> entry.node(QualitySections.FRESHNESS).flatMap(this::freshness);
      case "check" ->
          entry
              .text()
              .map(
                  sql ->
                      new Check.Sql(sql, node.entry("fields").map(this::known).orElse(List.of())));
      case "unique" -> Optional.of(new Check.Unique(entry.texts()));
      case "exists-in" ->
          where(node).flatMap(where -> entry.text().map(table -> new Check.ExistsIn(table, where)));
      default ->
          where(node)
              .flatMap(where -> entry.text().map(table -> new Check.AbsentFrom(table, where)));
    };
  }

  private Optional<Check> range(Node node, Entry entry) {
    Optional<String> field = field(node, RuleParser::isNumber, "a number");
    List<Optional<BigDecimal>> bounds = Bounds.read(entry);
    return bounds.isEmpty()
        ? Optional.empty()
        : field.map(name -> new Check.Range(name, bounds.get(0), bounds.get(1)));
  }

  private Optional<Check> length(Node node, Entry entry) {
    Optional<String> field = field(node, RuleParser::isText, "text");
    List<Optional<Integer>> bounds = new ArrayList<>();
    for (Optional<BigDecimal> bound : Bounds.read(entry)) {
      Optional<Integer> whole = bound.flatMap(Bounds::length);
      if (bound.isPresent() && whole.isEmpty()) {
        entry.fault(
            bound.get().toPlainString(), "not a length", "Write a whole number, 0 or more.");
      }
      bounds.add(whole);
    }
    return bounds.isEmpty()
        ? Optional.empty()
        : field.map(name -> new Check.Length(name, bounds.get(0), bounds.get(1)));
  }

  private Optional<Check> pattern(Node node, Entry entry) {
    Optional<String> field = field(node, RuleParser::isText, "text");
    Optional<String> regex = entry.text();
    if (regex.isPresent()) {
      try {
        Pattern.compile(regex.get());
      } catch (PatternSyntaxException e) {
        entry.fault(regex.get(), "not a regular expression: " + e.getDescription(), "Correct it.");
      }
    }
    return field.flatMap(name -> regex.map(each -> new Check.Pattern(name, each)));
  }

  private Optional<Check> oneOf(Node node, Entry entry) {
    List<String> values = entry.texts();
    return field(node, RuleParser::isText, "text").map(name -> new Check.OneOf(name, values));
  }

  private Optional<Check> formatted(Node node, Entry entry) {
    Optional<Check.TextForm> form = entry.choice(Check.TextForm.class);
    if (form.isPresent() && form.get() != Check.TextForm.PHONE) {
      node.refuse(List.of("region"), "only with format = phone", "Take it out.");
    }
    Optional<Entry> regionEntry = node.entry("region");
    Optional<String> region = regionEntry.flatMap(Entry::text);
    if (region.isPresent() && !REGIONS.contains(region.get())) {
      regionEntry
          .get()
          .fault(
              region.get(),
              "not a country of ISO 3166-1",
              "Write its two letters, such as DE or GB.");
    }
    Optional<String> field = field(node, RuleParser::isText, "text");
    return form.flatMap(each -> field.map(name -> new Check.Formatted(name, each, region)));
  }

  private Optional<Check> freshness(Node node) {
    Optional<String> field =
        field(node, type -> type == Simple.DATE || type == Simple.TIMESTAMP, "date or timestamp");
    Optional<Duration> maxAge = node.entry("max-age").flatMap(Entry::durationFromZero);
    Optional<Duration> maxFuture = node.entry("max-future").flatMap(Entry::durationFromZero);
    if (!node.has("max-age") && !node.has("max-future")) {
      node.fault("has no bound", "Give it max-age or max-future, such as max-age = 1 hour.");
    }
    return field.map(name -> new Check.Freshness(name, maxAge, maxFuture));
  }

  private Optional<String> where(Node node) {
    return node.required("where").flatMap(Entry::text);
  }

  private List<String> known(Entry entry) {
    return entry.texts().stream().filter(name -> fields.has(entry, name)).toList();
  }

  private Optional<String> field(Node node, Predicate<ColumnType> fits, String what) {
    Optional<Entry> entry = node.required("field");
    Optional<String> name =
        entry.flatMap(Entry::text).filter(text -> fields.has(entry.get(), text));
    Optional<ColumnType> type = name.flatMap(fields::type);
    if (type.isPresent() && !fits.test(type.get())) {
      entry
          .get()
          .fault(
              name.get(),
              "a field of type " + TypeName.of(type.get()) + ", not " + what,
              "Check another field, or use check with SQL.");
    }
    return name;
  }

  private static boolean isText(ColumnType type) {
    return type == Simple.TEXT || type instanceof ColumnType.Enumeration;
  }

  private static boolean isNumber(ColumnType type) {
    return type instanceof Decimal
        || type == Simple.INTEGER
        || type == Simple.BIGINT
        || type == Simple.DOUBLE;
  }
}
