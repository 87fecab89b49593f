package io.assay.engine.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The types that a pipeline would declare for the members of Avro data, by their paths; arrays are
 * passed through without a word, and a map ends the path. Members of several types have none.
 */
public final class AvroTypes {
  private static final int MOST_PRECISION = 38;
  private static final int DEEPEST = 20;

  private final Map<List<String>, String> types = new HashMap<>();

  private AvroTypes() {}

  /** The types of a schema. */
  public static Map<List<String>, String> of(Schema schema) {
    AvroTypes found = new AvroTypes();
    found.look(List.of(), schema);
    return found.types;
  }

  private void look(List<String> path, Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        if (path.size() < DEEPEST) {
          for (Schema.Field field : schema.getFields()) {
            List<String> inside = new ArrayList<>(path);
            inside.add(field.name());
            look(inside, field.schema());
          }
        }
      }
      case ARRAY -> look(path, schema.getElementType());
      case UNION -> onlyBranch(schema).ifPresent(branch -> look(path, branch));
      case MAP -> types.put(path, "map");
      default -> type(schema).ifPresent(type -> types.put(path, type));
    }
  }

  private static Optional<Schema> onlyBranch(Schema union) {
    List<Schema> branches =
        union.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return branches.size() == 1 ? Optional.of(branches.get(0)) : Optional.empty();
  }

  private static Optional<String> type(Schema schema) {
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return decimal.getPrecision() > MOST_PRECISION
          ? Optional.of("text")
          : Optional.of("decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")");
    }
    String logical = schema.getProp("logicalType") == null ? "" : schema.getProp("logicalType");
    if (logical.equals("date") || logical.equals("uuid")) {
      return Optional.of(logical);
    }
    if (logical.contains("timestamp")) {
      return Optional.of("timestamp");
    }
    if (!logical.isEmpty() || schema.getProp("connect.name") != null) {
      return Optional.empty(); // as the values look
    }
    return Optional.ofNullable(
        switch (schema.getType()) {
          case INT -> "integer";
          case LONG -> "bigint";
          case FLOAT, DOUBLE -> "double";
          case BOOLEAN -> "boolean";
          case BYTES, FIXED -> "binary";
          case STRING, ENUM -> "text";
          default -> null;
        });
  }
}
