package io.assay.model.file;

import io.assay.model.ColumnType;
import io.assay.model.ColumnType.Nested;
import io.assay.model.ColumnType.Simple;
import io.assay.model.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the columns of a table may be taken from: the fields of the record and, for a table with
 * {@code each}, the current element of each list on the path.
 *
 * @param path the lists, outermost first; empty for a table without {@code each}
 * @param names the names, with their types where those are known
 * @param isOpen whether any name will do, because what is wrong with the path has been told
 */
record ElementNames(List<String> path, Map<String, Optional<ColumnType>> names, boolean isOpen) {
  private static final String INDEX = "_index";

  /** The names of a table to which the record itself gives a row. */
  static ElementNames of(Fields fields) {
    Map<String, Optional<ColumnType>> names = new LinkedHashMap<>();
    fields.names().forEach(name -> names.put(name, fields.type(name)));
    return new ElementNames(List.of(), names, false);
  }

  /** The names of a table with {@code each}; a path that leads to no list is a fault. */
  static ElementNames of(Fields fields, Entry each) {
    ElementNames outer = of(fields);
    Optional<String> text = each.text();
    if (text.isEmpty()) {
      return outer.open();
    }
    List<String> path = Arrays.asList(text.get().split("\\.", -1));
    Map<String, Optional<ColumnType>> names = new LinkedHashMap<>(outer.names());
    Map<String, Optional<ColumnType>> siblings = outer.names();
    for (int i = 0; i < path.size(); i++) {
      String name = path.get(i);
      if (!siblings.containsKey(name)) {
        each.unknown(text.get(), i == 0 ? "no such list" : "no list " + name, lists(siblings));
        return outer.open();
      }
      if (i > 0 && names.containsKey(name)) {
        each.fault(
            text.get(),
            name + " is the name of something else too, so its use would not be clear",
            "Give one of them another name.");
        return outer.open();
      }
      Optional<ColumnType> type = siblings.get(name);
      if (type.isEmpty()) {
        return outer.open(); // a fault of the field
      }
      boolean last = i == path.size() - 1;
      if (!(type.get() instanceof Nested) && !(last && type.get() instanceof ColumnType.Array)) {
        each.fault(
            text.get(),
            name
                + " is of type "
                + TypeName.of(type.get())
                + (last ? ", and no list" : ", which holds no lists"),
            "Choose a list, a map or an array.");
        return outer.open();
      }
      siblings = add(name, type.get(), names);
    }
    return new ElementNames(path, names, false);
  }

  private ElementNames open() {
    return new ElementNames(path, names, true);
  }

  Set<String> known() {
    return names.keySet();
  }

  boolean has(String name) {
    return isOpen || names.containsKey(name);
  }

  Optional<ColumnType> type(String name) {
    return names.getOrDefault(name, Optional.empty());
  }

  /** Adds what one list brings, and gives the fields of its elements. */
  private static Map<String, Optional<ColumnType>> add(
      String list, ColumnType type, Map<String, Optional<ColumnType>> names) {
    Map<String, Optional<ColumnType>> fields = new LinkedHashMap<>();
    names.put(list, Optional.of(type));
    names.put(INDEX, Optional.of(Simple.INTEGER));
    names.put(list + "." + INDEX, Optional.of(Simple.INTEGER));
    if (type instanceof ColumnType.Array array) {
      names.put(list, Optional.of(array.element()));
    }
    if (type instanceof Nested nested) {
      if (nested.isMap()) {
        names.put(Nested.KEY, Optional.of(Simple.TEXT));
        names.put(list + "." + Nested.KEY, Optional.of(Simple.TEXT));
      }
      for (Field field : nested.fields()) {
        fields.put(field.name(), Optional.of(field.type()));
        names.put(list + "." + field.name(), Optional.of(field.type()));
      }
    }
    return fields;
  }

  private static List<String> lists(Map<String, Optional<ColumnType>> siblings) {
    List<String> lists = new ArrayList<>();
    siblings.forEach(
        (name, type) -> {
          if (type.isPresent()
              && (type.get().isNested() || type.get() instanceof ColumnType.Array)) {
            lists.add(name);
          }
        });
    return lists;
  }
}
