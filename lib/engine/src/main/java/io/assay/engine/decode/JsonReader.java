package io.assay.engine.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.assay.model.ColumnType;
import io.assay.model.Field;
import io.assay.model.Source.NameMatching;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Values that are one JSON object (RFC 8259, UTF-8; a byte order mark is passed over). Numbers and
 * nested values keep their text.
 */
final class JsonReader implements ValueReader {
  private final MemberTree tree;

  JsonReader(List<Field> fields, NameMatching matching) {
    this.tree = new MemberTree(matching);
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (field.origin() instanceof Field.Origin.Member member) {
        if (field.type() == ColumnType.Simple.JSON) {
          tree.wantJson(member.path(), i);
        } else {
          tree.wantText(member.path(), i);
        }
      }
    }
  }

  @Override
  public void read(byte[] value, FieldTexts into) throws Undecodable {
    int invalid = Utf8.firstInvalid(value);
    if (invalid >= 0) {
      throw Utf8.undecodable(value, invalid);
    }
    byte[] bytes = withoutMark(value);
    refuseZeros(bytes);
    try (JsonParser parser = Json.parser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new Undecodable("the value is no JSON object but " + kind(first));
      }
      new Pass(parser, bytes, into).object(tree.root());
      if (parser.nextToken() != null) {
        throw new Undecodable(
            "something follows the JSON object at byte "
                + parser.currentTokenLocation().getByteOffset());
      }
    } catch (JsonProcessingException e) {
      throw new Undecodable("the value is no JSON: " + Json.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no I/O: the bytes are in memory
    }
  }

  private static byte[] withoutMark(byte[] value) {
    boolean mark =
        value.length >= 3
            && value[0] == (byte) 0xef
            && value[1] == (byte) 0xbb
            && value[2] == (byte) 0xbf;
    return mark ? Arrays.copyOfRange(value, 3, value.length) : value;
  }

  /**
   * Jackson takes a zero among the first four bytes for UTF-16 or UTF-32; in UTF-8 it is a
   * character that JSON forbids.
   */
  private static void refuseZeros(byte[] bytes) throws Undecodable {
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw new Undecodable("the value is no JSON: the character U+0000 at byte " + i);
      }
    }
  }

  private static String kind(JsonToken token) {
    if (token == null) {
      return "white space only";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_NULL -> "null";
      default -> "a boolean";
    };
  }

  /** One way through one value. */
  private final class Pass {
    private final JsonParser parser;
    private final byte[] bytes;
    private final FieldTexts into;
    private final String[] found = new String[tree.size()];

    Pass(JsonParser parser, byte[] bytes, FieldTexts into) {
      this.parser = parser;
      this.bytes = bytes;
      this.into = into;
    }

    void object(MemberTree.Node object) throws IOException, Undecodable {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        MemberTree.Node member = object.child(name);
        if (member == null) {
          parser.skipChildren();
        } else {
          refuseSecond(member, name);
          value(member, token);
        }
      }
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
      boolean verbatim = token.isStructStart() || !member.jsonFields().isEmpty();
      int start = verbatim ? (int) parser.currentTokenLocation().getByteOffset() : 0;
      if (token == JsonToken.START_OBJECT && member.hasChildren()) {
        object(member);
      } else {
        parser.skipChildren();
        refuseBelow(member, token, start);
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
          parser.finishToken();
          put(
              member.jsonFields(),
              token == JsonToken.VALUE_STRING ? json(start) : parser.getText());
        }
      }
    }

    private void refuseBelow(MemberTree.Node member, JsonToken token, int start)
        throws IOException {
      if (!member.hasChildren()) {
        return;
      }
      String shown = token.isStructStart() ? json(start) : parser.getText();
      for (int field : member.fieldsBelow()) {
        into.refuse(
            field, shown, Refusal.type("stands for '" + member.path() + "' but is no object"));
      }
    }

    private void put(List<Integer> fields, String text) {
      for (int i = 0; i < fields.size(); i++) {
        into.put(fields.get(i), text);
      }
    }

    private String json(int start) {
      int end = (int) parser.currentLocation().getByteOffset();
      return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
  }
}
