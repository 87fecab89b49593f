package io.assay.flow.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.openlineage.client.OpenLineage;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;

/**
 * An event as OpenLineage's own client has it, whose classes are made from the schemas: each member
 * has to be one that they declare, of the type that they declare.
 */
final class LineageEventModel {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().registerModule(new JavaTimeModule());
  private static final String TYPES = OpenLineage.class.getName() + "$";

  /** What the client makes of a facet that it does not know. */
  private static final String UNKNOWN_FACET = TYPES + "Default";

  private LineageEventModel() {}

  static void check(JsonNode event) {
    try {
      requireDeclared("event", MAPPER.treeToValue(event, OpenLineage.RunEvent.class));
    } catch (JsonProcessingException e) {
      fail("OpenLineage's client does not read " + event, e);
    }
  }

  private static void requireDeclared(String path, Object value) {
    if (value instanceof Collection<?> all) {
      all.forEach(each -> requireDeclared(path + "[]", each));
    } else if (value instanceof Map<?, ?> members) { // those that no class declares by name
      members.forEach(
          (name, member) -> {
            assertThat(member.getClass().getName())
                .as("Declared: %s.%s", path, name)
                .startsWith(TYPES)
                .doesNotStartWith(UNKNOWN_FACET);
            requireDeclared(path + "." + name, member);
          });
    } else if (value != null && value.getClass().getName().startsWith(TYPES)) {
      for (Method method : value.getClass().getMethods()) {
        if (method.getName().startsWith("get")
            && method.getParameterCount() == 0
            && method.getDeclaringClass() == value.getClass()) {
          requireDeclared(path + "." + method.getName(), got(method, value));
        }
      }
    }
  }

  private static Object got(Method method, Object value) {
    try {
      return method.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(method + " of OpenLineage's client", e);
    }
  }
}
