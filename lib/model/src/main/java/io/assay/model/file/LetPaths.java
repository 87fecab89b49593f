package io.assay.model.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The constants that a file defines under {@code let}, as {@code ${…}} writes them. */
final class LetPaths {
  static final String LET = "let";

  private LetPaths() {}

  static String suggestion(String path, Config config) {
    List<String> names = new ArrayList<>();
    ConfigValue let = config.root().get(LET);
    if (path.startsWith(LET + ".") && let instanceof ConfigObject constants) {
      collect(LET, constants, names);
      return NearMiss.nearest(path, names)
          .map(name -> "Did you mean ${" + name + "}?")
          .orElse("Define it in let { }.");
    }
    return "Set the environment variable, write ${?"
        + path
        + "} where it may be absent, or define it in let { }.";
  }

  private static void collect(String path, ConfigObject object, List<String> names) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String name = path + "." + entry.getKey();
      if (entry.getValue() instanceof ConfigObject inner && isResolved(inner)) {
        collect(name, inner, names);
      } else {
        names.add(name);
      }
    }
  }

  private static boolean isResolved(ConfigObject object) {
    return object.toConfig().isResolved() && object.valueType() == ConfigValueType.OBJECT;
  }
}
