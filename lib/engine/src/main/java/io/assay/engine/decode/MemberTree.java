package io.assay.engine.decode;

import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Source.NameMatching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members that fields are taken from, as a tree of names. Immutable once built, but for a
 * bounded cache of names seen.
 */
final class MemberTree {
  /** Distinct names that are remembered per object; data with more is folded anew each time. */
  private static final int MAX_REMEMBERED = 4096;

  private final NameMatching matching;
  private final Node root;
  private int size;

  private MemberTree(NameMatching matching) {
    this.matching = matching;
    this.root = new Node("");
  }

  /**
   * The members that fields, which are not computed, are taken from. Of several members only the
   * first counts: see {@link Alternatives}.
   */
  static MemberTree of(List<Field> fields, NameMatching matching) {
    MemberTree tree = new MemberTree(matching);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (field.origin() instanceof Field.Origin.Member member && !member.path().isEmpty()) {
        tree.want(member.path(), i, field, false);
      } else if (field.origin() instanceof Field.Origin.AllOf all) {
        tree.want(all.members().get(0).path(), i, field, true);
      }
    }
    return tree;
  }

  private void want(List<String> path, int position, Field field, boolean orOne) {
    Node node = node(path);
    if (field.type().isNested() || field.type() instanceof ColumnType.Array) {
      node.lists.add(new WantedList(position, ElementShape.of(field.type(), matching), orOne));
    } else if (field.type() == ColumnType.Simple.JSON) {
      node.jsonFields.add(position);
    } else {
      node.textFields.add(position);
    }
  }

  /**
   * A field that wants elements, and what it wants of each.
   *
   * @param orOne whether an object counts as a list of one
   */
  record WantedList(int field, ElementShape shape, boolean orOne) {
    String expected() {
      return orOne ? "a list or an object" : shape.expected();
    }
  }

  /** A member that is wanted, or that holds one that is. */
  final class Node {
    private final String path;
    private final int id = size++;
    private final Map<String, Node> children = new HashMap<>();
    private final Map<String, Optional<Node>> seen = new ConcurrentHashMap<>();
    private final List<Integer> textFields = new ArrayList<>();
    private final List<Integer> jsonFields = new ArrayList<>();
    private final List<WantedList> lists = new ArrayList<>();

    private Node(String path) {
      this.path = path;
    }

    /** The wanted member of that name; null if nobody wants it. */
    Node child(String name) {
      if (matching == NameMatching.EXACT) {
        return children.get(name);
      }
      Optional<Node> known = seen.get(name);
      if (known == null) {
        known = Optional.ofNullable(children.get(fold(name)));
        if (seen.size() < MAX_REMEMBERED) {
          seen.put(name, known);
        }
      }
      return known.orElse(null);
    }

    boolean hasChildren() {
      return !children.isEmpty();
    }

    boolean isWanted() {
      return !textFields.isEmpty() || !jsonFields.isEmpty();
    }

    /** Fields that want the text of this member. */
    List<Integer> textFields() {
      return textFields;
    }

    /** Fields that want this member's JSON, to the letter. */
    List<Integer> jsonFields() {
      return jsonFields;
    }

    /** Fields that want the elements of this member. */
    List<WantedList> lists() {
      return lists;
    }

    /** Whether one field wants its elements, and nobody anything else. */
    boolean isOneList() {
      return lists.size() == 1 && !isWanted() && !hasChildren();
    }

    /** All fields below this member. */
    List<Integer> fieldsBelow() {
      List<Integer> below = new ArrayList<>();
      for (Node child : children.values()) {
        below.addAll(child.textFields);
        below.addAll(child.jsonFields);
        child.lists.forEach(list -> below.add(list.field()));
        below.addAll(child.fieldsBelow());
      }
      return below;
    }

    /** Fields below this member that gather elements: the way to them may lead through lists. */
    List<Integer> gatheredBelow() {
      List<Integer> below = new ArrayList<>();
      for (Node child : children.values()) {
        child.lists.stream().filter(WantedList::orOne).forEach(list -> below.add(list.field()));
        below.addAll(child.gatheredBelow());
      }
      return below;
    }

    boolean gathersBelow() {
      return !gatheredBelow().isEmpty();
    }

    String path() {
      return path;
    }

    int id() {
      return id;
    }
  }

  Node root() {
    return root;
  }

  /** How many nodes there are; their ids are below it. */
  int size() {
    return size;
  }

  private Node node(List<String> path) {
    Node node = root;
    for (String name : path) {
      String full = node == root ? name : node.path + "." + name;
      node = node.children.computeIfAbsent(canonical(name), any -> new Node(full));
    }
    return node;
  }

  private String canonical(String name) {
    return matching == NameMatching.EXACT ? name : fold(name);
  }

  /** The name without regard to case, outer white space, and runs of white space inside. */
  static String fold(String name) {
    String stripped = WhiteSpace.strip(name);
    StringBuilder folded = new StringBuilder(stripped.length());
    boolean space = false;
    for (int i = 0; i < stripped.length(); i++) {
      char c = stripped.charAt(i);
      if (!WhiteSpace.is(c)) {
        folded.append(c);
      } else if (!space) {
        folded.append(' ');
      }
      space = WhiteSpace.is(c);
    }
    return folded.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
