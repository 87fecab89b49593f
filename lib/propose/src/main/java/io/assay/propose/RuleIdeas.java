package io.assay.propose;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Suggests rules for the fields of the records. They warn only: a sample is not a contract. */
final class RuleIdeas {
  private static final int MOST_ALTERNATIVES = 12;
  private static final int TIMES_REPEATED = 4;
  private static final int ENOUGH = 5;
  private static final int LONGEST = 45;

  private RuleIdeas() {}

  /** What seems to hold. */
  static List<RuleIdea> of(List<FieldIdea> fields) {
    List<RuleIdea> ideas = new ArrayList<>();
    List<String> required =
        fields.stream()
            .filter(
                field ->
                    !isNested(field) && field.seen().isAlwaysThere() && !isBlankSomewhere(field))
            .map(FieldIdea::name)
            .toList();
    if (!required.isEmpty()) {
      ideas.add(
          new RuleIdea(
              "present",
              "required = [" + String.join(", ", required) + "], severity = warn",
              "never null in the sample"));
    }
    for (FieldIdea field : fields) {
      if (isNested(field) || field.seen().values().size() < ENOUGH) {
        continue;
      }
      Optional<RuleIdea> idea =
          field.type().isNumber()
              ? range(field)
              : field.type().isText() ? text(field) : Optional.empty();
      idea.ifPresent(ideas::add);
    }
    return named(ideas);
  }

  /** Long names are cut, and may then be the same. */
  private static List<RuleIdea> named(List<RuleIdea> ideas) {
    Set<String> taken = new HashSet<>();
    List<RuleIdea> named = new ArrayList<>();
    for (RuleIdea idea : ideas) {
      String name = idea.name();
      for (int i = 2; !taken.add(name); i++) {
        name = idea.name() + "-" + i;
      }
      named.add(new RuleIdea(name, idea.body(), idea.seen()));
    }
    return named;
  }

  private static Optional<RuleIdea> range(FieldIdea field) {
    if (Identity.isLikely(field.name())) {
      return Optional.empty();
    }
    List<BigDecimal> values =
        field.seen().values().stream()
            .map(value -> value.isTextual() ? value.textValue().strip() : value.asText())
            .filter(text -> !text.isEmpty())
            .map(BigDecimal::new)
            .toList();
    BigDecimal min = values.stream().min(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    BigDecimal max = values.stream().max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
    return Optional.of(
        new RuleIdea(
            rule(field, "range"),
            "field = %s, range = [%s, %s], severity = warn"
                .formatted(field.name(), min.toPlainString(), max.toPlainString()),
            "the least and the greatest value seen"));
  }

  private static Optional<RuleIdea> text(FieldIdea field) {
    List<String> texts =
        field.seen().values().stream()
            .map(JsonNode::asText)
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .toList();
    Set<String> distinct = new TreeSet<>(texts);
    if (distinct.isEmpty()) {
      return Optional.empty();
    }
    if (distinct.size() <= MOST_ALTERNATIVES && texts.size() >= TIMES_REPEATED * distinct.size()) {
      String values = distinct.stream().map(HoconText::quoted).collect(Collectors.joining(", "));
      return Optional.of(
          new RuleIdea(
              rule(field, "known"),
              "field = %s, one-of = [%s], severity = warn".formatted(field.name(), values),
              "all values seen"));
    }
    return TextPattern.of(distinct)
        .map(
            pattern ->
                new RuleIdea(
                    rule(field, "format"),
                    "field = %s, pattern = %s, severity = warn"
                        .formatted(field.name(), HoconText.quoted(pattern)),
                    "the form of all values seen"));
  }

  private static String rule(FieldIdea field, String what) {
    String name = field.name().replace('_', '-');
    return (name.length() > LONGEST ? name.substring(0, LONGEST) : name) + "-" + what;
  }

  private static boolean isBlankSomewhere(FieldIdea field) {
    return field.seen().values().stream()
        .anyMatch(value -> value.isTextual() && value.textValue().isBlank());
  }

  private static boolean isNested(FieldIdea field) {
    String type = field.type().type();
    return type.equals("list")
        || type.equals("map")
        || type.equals("json")
        || type.endsWith("[]")
        || field.path().isEmpty();
  }
}
