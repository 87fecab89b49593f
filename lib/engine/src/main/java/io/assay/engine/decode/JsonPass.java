package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.engine.decode.FieldTexts.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One way through one JSON object: a record, or an element of a list. Used once. */
final class JsonPass {
  private final JsonParser parser;
  private final byte[] bytes;
  private final FieldTexts into;
  private final MemberTree tree;
  private final String[] found;

  /**
   * A pass through the object that the parser is at.
   *
   * @param bytes what the parser reads
   * @param tree what is wanted of the object
   */
  JsonPass(JsonParser parser, byte[] bytes, MemberTree tree, FieldTexts into) {
    this.parser = parser;
    this.bytes = bytes;
    this.tree = tree;
    this.into = into;
    this.found = new String[tree.size()];
  }

  void object() throws IOException, Undecodable {
    object(tree.root());
  }

  private void object(MemberTree.Node object) throws IOException, Undecodable {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      MemberTree.Node member = object.child(name);
      if (member == null) {
        unknown(object, name, token);
      } else {
        refuseSecond(member, name);
        value(member, token);
      }
    }
  }

  private void unknown(MemberTree.Node object, String name, JsonToken token) throws IOException {
    if (!into.tellsUnknown() || object != tree.root() || token == JsonToken.VALUE_NULL) {
      parser.skipChildren();
      return;
    }
    int start = position();
    String type = type(token);
    parser.skipChildren();
    into.unknown(name, type, token.isStructStart() ? json(start) : parser.getText());
  }

  /** The type that a value suggests, as files name types. */
  private String type(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT, START_ARRAY -> "json";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? "text" : "bigint";
      case VALUE_NUMBER_FLOAT -> "double";
      default -> "text";
    };
  }

  private void refuseSecond(MemberTree.Node member, String name) throws Undecodable {
    String before = found[member.id()];
    if (before != null) {
      throw new Undecodable(
          "the members '"
              + Excerpt.of(before)
              + "' and '"
              + Excerpt.of(name)
              + "' have the same name but for case and spaces");
    }
    found[member.id()] = name;
  }

  private void value(MemberTree.Node member, JsonToken token) throws IOException, Undecodable {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (member.isOneList()) {
      list(member.lists().get(0), token);
      return;
    }
    boolean verbatim = token.isStructStart() || !member.jsonFields().isEmpty();
    int start = verbatim ? position() : 0;
    if (token == JsonToken.START_OBJECT && member.hasChildren()) {
      object(member);
    } else if (token == JsonToken.START_ARRAY && member.gathersBelow()) {
      objects(member, start);
    } else {
      parser.skipChildren();
      refuseBelow(member, token, start);
    }
    for (MemberTree.WantedList list : member.lists()) {
      listAgain(list, token, start);
    }
    if (!member.isWanted()) {
      return;
    }
    if (token.isStructStart()) {
      String json = json(start);
      put(member.textFields(), json);
      put(member.jsonFields(), json);
    } else {
      put(member.textFields(), parser.getText());
      if (!member.jsonFields().isEmpty()) {
        put(member.jsonFields(), scalarJson(token, start));
      }
    }
  }

  /** The objects of a list, in each of which there may be something to gather. */
  private void objects(MemberTree.Node member, int start) throws IOException, Undecodable {
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (next == JsonToken.START_OBJECT) {
        new JsonPass(parser, bytes, tree, into).object(member);
      } else if (next != JsonToken.VALUE_NULL) {
        int from = position();
        parser.skipChildren();
        String shown = next.isStructStart() ? json(from) : parser.getText();
        for (int field : member.gatheredBelow()) {
          into.refuse(
              field, shown, Refusal.type("stands in '" + member.path() + "' but is no object"));
        }
      }
    }
    for (int field : member.fieldsBelow()) {
      if (!member.gatheredBelow().contains(field)) {
        into.refuse(
            field,
            json(start),
            Refusal.type("stands for '" + member.path() + "' but is no object"));
      }
    }
  }

  private void refuseBelow(MemberTree.Node member, JsonToken token, int start) throws IOException {
    if (!member.hasChildren()) {
      return;
    }
    String shown = token.isStructStart() ? json(start) : parser.getText();
    for (int field : member.fieldsBelow()) {
      into.refuse(
          field, shown, Refusal.type("stands for '" + member.path() + "' but is no object"));
    }
  }

  /** The elements of a member that the parser is at. */
  private void list(MemberTree.WantedList list, JsonToken token) throws IOException, Undecodable {
    ElementShape shape = list.shape();
    int start = position();
    if (list.orOne() && token == JsonToken.START_OBJECT) {
      into.add(list.field(), List.of(element(shape, null, token)));
      return;
    }
    if (token != (shape.isMap() ? JsonToken.START_OBJECT : JsonToken.START_ARRAY)) {
      parser.skipChildren();
      String shown = token.isStructStart() ? json(start) : parser.getText();
      into.refuse(
          list.field(), shown, Refusal.type("stands where " + list.expected() + " is expected"));
      return;
    }
    List<Element> elements = new ArrayList<>();
    if (shape.isMap()) {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        elements.add(element(shape, name, parser.nextToken()));
      }
    } else {
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        elements.add(element(shape, null, next));
      }
    }
    into.add(list.field(), elements);
  }

  /** The elements of a member that the parser has passed, because others want it too. */
  private void listAgain(MemberTree.WantedList list, JsonToken token, int start)
      throws IOException, Undecodable {
    if (!token.isStructStart()) {
      into.refuse(
          list.field(),
          parser.getText(),
          Refusal.type("stands where " + list.expected() + " is expected"));
      return;
    }
    byte[] part = Arrays.copyOfRange(bytes, start, end());
    try (JsonParser again = Json.parser(part)) {
      new JsonPass(again, part, tree, into).list(list, again.nextToken());
    }
  }

  private Element element(ElementShape shape, String key, JsonToken token)
      throws IOException, Undecodable {
    FieldTexts texts = new FieldTexts(shape.fields());
    int start = position();
    if (shape.isObjects()) {
      if (token != JsonToken.START_OBJECT) {
        parser.skipChildren();
        String shown = token.isStructStart() ? json(start) : parser.getText();
        return new Element(key, null, new FieldTexts.Obstacle(shown, Refusal.type("is no object")));
      }
      new JsonPass(parser, bytes, shape.members(), texts).object();
    } else if (token.isStructStart()) {
      parser.skipChildren();
      texts.put(0, json(start));
    } else if (token != JsonToken.VALUE_NULL) {
      texts.put(0, shape.isJson() ? scalarJson(token, start) : parser.getText());
    }
    return new Element(key, texts, null);
  }

  private void put(List<Integer> fields, String text) {
    for (int i = 0; i < fields.size(); i++) {
      into.put(fields.get(i), text);
    }
  }

  private String scalarJson(JsonToken token, int start) throws IOException {
    parser.finishToken();
    return token == JsonToken.VALUE_STRING ? json(start) : parser.getText();
  }

  private int position() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getByteOffset();
  }

  private String json(int start) {
    return new String(bytes, start, end() - start, StandardCharsets.UTF_8);
  }
}
