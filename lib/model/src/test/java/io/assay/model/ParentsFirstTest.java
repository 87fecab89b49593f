package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Things after those they depend on. */
class ParentsFirstTest {
  @Test
  void parentsComeFirst() {
    assertThat(order(Map.of("a", List.of("b"), "b", List.of("c")), "a", "b", "c").order())
        .containsExactly("c", "b", "a");
  }

  @Test
  void whatIsIndependentKeepsItsOrder() {
    assertThat(order(Map.of("b", List.of("d")), "a", "b", "c", "d").order())
        .containsExactly("a", "d", "b", "c");
  }

  @Test
  void parentsThatAreNotGivenDoNotCount() {
    assertThat(order(Map.of("a", List.of("x")), "a").order()).containsExactly("a");
  }

  @Test
  void aCycleIsFound() {
    Map<String, List<String>> parents =
        Map.of("a", List.of("b"), "b", List.of("c"), "c", List.of("b"));

    assertThat(order(parents, "a", "b", "c").cycle()).containsExactly("b", "c", "b");
  }

  @Test
  void aThingThatDependsOnItselfIsACycle() {
    assertThat(order(Map.of("a", List.of("a")), "a").cycle()).containsExactly("a", "a");
  }

  @Test
  void withoutACycleThereIsNone() {
    assertThat(order(Map.of("a", List.of("b", "c"), "b", List.of("c")), "a", "b", "c").cycle())
        .isEmpty();
  }

  private static ParentsFirst<String> order(Map<String, List<String>> parents, String... things) {
    return new ParentsFirst<>(List.of(things), thing -> parents.getOrDefault(thing, List.of()));
  }
}
