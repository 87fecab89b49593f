package io.assay.model.file;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds the enums in an Avro schema (JSON), as far as a definition has to know them. What is no
 * schema has none; the decoder tells what is wrong with it.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#schema-declaration">schemas</a>
 */
final class AvroEnums {
  private static final String TYPE = "type";
  private static final String NAME = "name";
  private static final Set<String> NAMED = Set.of("record", "enum", "fixed");

  private final List<Object> places;
  private final Map<String, Object> named;
  private final UnaryOperator<String> matched;

  private AvroEnums(List<Object> places, Map<String, Object> named, UnaryOperator<String> matched) {
    this.places = places;
    this.named = named;
    this.matched = matched;
  }

  /**
   * The whole of a schema.
   *
   * @param matched how names of members are compared
   */
  static AvroEnums of(String schema, UnaryOperator<String> matched) {
    Object root;
    try {
      ConfigParseOptions json = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
      root = ConfigFactory.parseString(schema, json).root().unwrapped();
    } catch (ConfigException e) {
      root = Map.of();
    }
    Map<String, Object> named = new HashMap<>();
    collect(root, "", named);
    return new AvroEnums(branches(root, named), named, matched);
  }

  /** What paths of members lead to. */
  AvroEnums at(List<List<String>> paths) {
    return new AvroEnums(
        paths.stream().flatMap(path -> at(path.iterator()).places.stream()).toList(),
        named,
        matched);
  }

  private AvroEnums at(Iterator<String> path) {
    return path.hasNext() ? member(path.next()).at(path) : this;
  }

  /** The elements of arrays, and the values of maps. */
  AvroEnums elements() {
    return stepped(
        place -> "array".equals(place.get(TYPE)) ? place.get("items") : place.get("values"));
  }

  /** The symbols, if it is an enum, or null and an enum. */
  Optional<Set<String>> symbols() {
    Set<String> symbols = new LinkedHashSet<>();
    for (Object place : places) {
      if (place instanceof Map<?, ?> type && "enum".equals(type.get(TYPE))) {
        ((List<?>) type.get("symbols")).forEach(symbol -> symbols.add(symbol.toString()));
      } else if (!"null".equals(place)) {
        return Optional.empty();
      }
    }
    return symbols.isEmpty() ? Optional.empty() : Optional.of(symbols);
  }

  private AvroEnums member(String name) {
    return stepped(
        place ->
            place.get("fields") instanceof List<?> fields
                ? fields.stream()
                    .map(field -> (Map<?, ?>) field)
                    .filter(
                        field ->
                            matched
                                .apply(String.valueOf(field.get(NAME)))
                                .equals(matched.apply(name)))
                    .map(field -> (Object) field.get(TYPE))
                    .findFirst()
                    .orElse(null)
                : place.get("values"));
  }

  private AvroEnums stepped(Function<Map<?, ?>, Object> step) {
    List<Object> next =
        places.stream()
            .filter(Map.class::isInstance)
            .map(place -> step.apply((Map<?, ?>) place))
            .filter(Objects::nonNull)
            .flatMap(type -> branches(type, named).stream())
            .toList();
    return new AvroEnums(next, named, matched);
  }

  /** The branches of a union, or the one type; names stand for what they name. */
  private static List<Object> branches(Object type, Map<String, Object> named) {
    if (type instanceof List<?> union) {
      List<Object> branches = new ArrayList<>();
      union.forEach(branch -> branches.addAll(branches(branch, named)));
      return branches;
    }
    if (type instanceof Map<?, ?> map && !(map.get(TYPE) instanceof String)) {
      return map.get(TYPE) == null ? List.of() : branches(map.get(TYPE), named);
    }
    return List.of(named.getOrDefault(String.valueOf(type), type));
  }

  /** Types that have names, under those; a name is also known without its namespace. */
  private static void collect(Object schema, String namespace, Map<String, Object> named) {
    if (schema instanceof List<?> list) {
      list.forEach(each -> collect(each, namespace, named));
    } else if (schema instanceof Map<?, ?> map) {
      String within = map.get("namespace") instanceof String own ? own : namespace;
      if (NAMED.contains(String.valueOf(map.get(TYPE))) && map.get(NAME) instanceof String name) {
        named.putIfAbsent(name, schema);
        named.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), schema);
        named.putIfAbsent(within + "." + name, schema);
      }
      map.values().forEach(each -> collect(each, within, named));
    }
  }
}
