package io.assay.model.file;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of a document: where things stand and what is wrong with them. */
record Reading(HoconDocument document, Faults faults) {

  /** The members that have a value, in the order in which they are written. */
  List<Entry> members(List<String> path, ConfigObject object) {
    return object.entrySet().stream()
        .filter(member -> member.getValue().valueType() != ConfigValueType.NULL)
        .sorted(
            Comparator.comparing(this::number)
                .thenComparing(this::line)
                .thenComparing(Map.Entry::getKey))
        .map(member -> new Entry(this, extended(path, member.getKey()), member.getValue()))
        .toList();
  }

  private int number(Map.Entry<String, ConfigValue> member) {
    return document.position(member.getValue().origin()).number();
  }

  private int line(Map.Entry<String, ConfigValue> member) {
    return document.position(member.getValue().origin()).line();
  }

  void fault(
      ConfigOrigin origin,
      List<String> path,
      Optional<String> shown,
      String problem,
      String remedy) {
    faults.add(new Fault(document.place(origin), joined(path), shown, problem, remedy));
  }

  boolean isMissing(ConfigValue value) {
    return document.isMissing(value);
  }

  static List<String> extended(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  private static String joined(List<String> path) {
    return path.isEmpty() ? "" : ConfigUtil.joinPath(path);
  }
}
