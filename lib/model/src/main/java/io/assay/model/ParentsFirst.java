package io.assay.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts things after those they depend on. Things that do not depend on each other keep the order in
 * which they were given, so the outcome is the same every time.
 *
 * @param <T> what is put in order, compared with {@code equals}
 */
public final class ParentsFirst<T> {
  private final Function<T, ? extends Collection<T>> parents;
  private final Set<T> given;
  private final Set<T> ordered = new LinkedHashSet<>();
  private final Deque<T> path = new ArrayDeque<>();
  private List<T> cycle = List.of();

  /**
   * Orders the things given.
   *
   * @param things in any order
   * @param parents what a thing depends on; what is not among the things given is left out of
   *     account
   */
  public ParentsFirst(Collection<T> things, Function<T, ? extends Collection<T>> parents) {
    this.parents = parents;
    this.given = new LinkedHashSet<>(things);
    given.forEach(this::visit);
  }

  /** All things given, each after its parents; where there is a cycle, as far as it allows. */
  public List<T> order() {
    return List.copyOf(ordered);
  }

  /**
   * Some cycle: its members, each one a parent of the one before it, beginning and ending with the
   * same; empty if there is none.
   */
  public List<T> cycle() {
    return cycle;
  }

  private void visit(T thing) {
    if (ordered.contains(thing) || !given.contains(thing)) {
      return;
    }
    if (path.contains(thing)) {
      remember(thing);
      return;
    }
    path.addLast(thing);
    parents.apply(thing).forEach(this::visit);
    path.removeLast();
    ordered.add(thing);
  }

  private void remember(T closing) {
    if (cycle.isEmpty()) {
      List<T> members =
          new ArrayList<>(path).subList(new ArrayList<>(path).indexOf(closing), path.size());
      List<T> closed = new ArrayList<>(members);
      closed.add(closing);
      cycle = List.copyOf(closed);
    }
  }
}
