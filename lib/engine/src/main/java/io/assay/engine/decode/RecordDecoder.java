package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.RecordKind;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Severity;
import io.assay.model.Source;
import io.assay.model.Source.NameMatching;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the bytes of a record of one kind into typed field values.
 *
 * <p>The result is one struct ({@link #schema()}): every field that is not computed, under its
 * name; for every field with {@code also} patterns {@code <name>__also}, the array of its other
 * readings that differ from its value, or null; and {@code _findings array<struct<rule, severity,
 * field, value, message: string>>}, null if there are none. Findings are of the rules {@code
 * decode} (the value as a whole is not in the format; then all fields are null and it is the only
 * finding), {@code type} and {@code ambiguous}; the field concerned is null. UUIDs and JSON are
 * text. A list is an array of structs with its fields, never null; a map is one too, and its
 * structs begin with {@code _key string}. Where the kind's policy wants to hear of them, there
 * comes last {@code _unknown array<struct<member, type, value: string>>}: the members at the top of
 * a JSON object that no field takes and that are not null, each with the type that its value
 * suggests; null if there are none.
 *
 * <p>A record never makes it throw. Immutable and thread-safe; serialized as its definition and
 * built anew.
 */
public final class RecordDecoder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What is added to a field's name for its other readings. */
  public static final String ALSO = "__also";

  /** The column of the findings. */
  public static final String FINDINGS = "_findings";

  /** The rule that a value in the wrong format fails. */
  public static final String DECODE = "decode";

  /** The column of the members that no field takes. */
  public static final String UNKNOWN = "_unknown";

  private static final int DECODE_EXCERPT_BYTES = 4 * Excerpt.MAX_LENGTH;

  /**
   * What is done about members that no field takes.
   *
   * @param told whether they are told
   * @param own members that the format itself adds
   */
  private record Unknown(boolean told, Set<String> own) implements Serializable {
    FieldTexts texts(int fields) {
      return told ? FieldTexts.withUnknown(fields, own) : new FieldTexts(fields);
    }
  }

  // Not the kind itself: it has Optional components, which Java does not serialize.
  private final String kind;
  private final List<Field> definitions;
  private final Format format;
  private final NameMatching names;
  private final Unknown unknown;
  private final transient FieldValue[] fields;
  private final transient Alternatives alternatives;
  private final transient ValueReader reader;
  private final transient Optional<ValueReader> keyReader;
  private final transient StructType schema;

  /**
   * A decoder for a kind of record.
   *
   * @throws io.assay.model.AssayException of kind USER if a date pattern cannot be used to read, or
   *     a field is from a CSV column that is not there
   */
  public RecordDecoder(RecordKind kind, Source source) {
    this(
        kind.name(),
        kind.fields().stream()
            .filter(field -> !(field.origin() instanceof Field.Origin.Computed))
            .toList(),
        // Whatever is not CSV is JSON, or has become it before.
        source.format() instanceof Format.Csv ? source.format() : new Format.Json(),
        source.names(),
        new Unknown(kind.unknownField() != Action.IGNORE, source.format().ownMembers()));
  }

  private RecordDecoder(
      String kind, List<Field> definitions, Format format, NameMatching names, Unknown unknown) {
    this.unknown = unknown;
    this.kind = kind;
    this.definitions = List.copyOf(definitions);
    this.format = format;
    this.names = names;
    this.fields = typed(definitions);
    this.alternatives = new Alternatives(definitions);
    this.reader =
        format instanceof Format.Csv csv
            ? new CsvReader(csv, alternatives.fields(), names)
            : new JsonReader(alternatives.fields(), names);
    this.keyReader =
        definitions.stream().anyMatch(field -> field.origin() instanceof Field.Origin.KeyMember)
            ? Optional.of(new JsonReader(asKeyMembers(alternatives.fields()), names))
            : Optional.empty();
    StructType values = schema(fields);
    this.schema = unknown.told() ? values.add(UNKNOWN, UnknownMembers.TYPE) : values;
  }

  /** The fields as the reader of the key sees them: its own members, and nothing of the value. */
  private static List<Field> asKeyMembers(List<Field> definitions) {
    return definitions.stream()
        .map(
            field ->
                field.from(
                    field.origin() instanceof Field.Origin.KeyMember member
                        ? new Field.Origin.Member(member.path())
                        : new Field.Origin.Key()))
        .toList();
  }

  private static FieldValue[] typed(List<Field> definitions) {
    FieldValue[] typed = new FieldValue[definitions.size()];
    int others = definitions.size();
    for (int i = 0; i < typed.length; i++) {
      Field field = definitions.get(i);
      typed[i] = FieldValue.of(field, i, others);
      others += field.also().isEmpty() ? 0 : 1;
    }
    return typed;
  }

  private static StructType schema(FieldValue[] fields) {
    StructType schema = new StructType();
    for (FieldValue field : fields) {
      schema = schema.add(field.field().name(), field.dataType());
    }
    for (FieldValue field : fields) {
      if (!field.field().also().isEmpty()) {
        schema =
            schema.add(field.field().name() + ALSO, DataTypes.createArrayType(field.dataType()));
      }
    }
    return schema.add(FINDINGS, Findings.TYPE);
  }

  /** The struct that {@link #decode} gives. */
  public StructType schema() {
    return schema;
  }

  /**
   * The decoded record as a column. Spark computes it once per row and never a second time for a
   * filter or a select that uses it, because it is declared non-deterministic; so select it into a
   * column of its own and take the fields from there.
   *
   * @param value binary
   * @param key binary
   * @param headers {@code array<struct<key string, value binary>>}
   */
  public Column decode(Column value, Column key, Column headers) {
    return invoke("row", value, key, headers);
  }

  /**
   * The same for a record that was translated to JSON before.
   *
   * @param value binary, as it came
   * @param key binary, as it came
   * @param headers {@code array<struct<key string, value binary>>}
   * @param json binary: the value, null if it could not be translated
   * @param fault string: why it could not; null if it could
   * @param shown string: the beginning of a value that could not
   * @param keyJson binary: the key, null if there is none or it could not be translated
   * @param keyFault string: why it could not; null if it could
   */
  public Column decodeTranslated(
      Column value,
      Column key,
      Column headers,
      Column json,
      Column fault,
      Column shown,
      Column keyJson,
      Column keyFault) {
    return invoke("translatedRow", value, key, headers, json, fault, shown, keyJson, keyFault);
  }

  private Column invoke(String method, Column... columns) {
    List<Expression> arguments =
        Arrays.stream(columns).<Expression>map(ExpressionUtils::expression).toList();
    boolean propagateNull = false;
    boolean returnNullable = false;
    boolean deterministic = false;
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(this),
            method,
            schema,
            CollectionConverters.asScala(arguments).toSeq(),
            CollectionConverters.asScala(List.<AbstractDataType>of()).toSeq(),
            propagateNull,
            returnNullable,
            deterministic));
  }

  /**
   * The decoded record in Spark's internal representation. Called by the code that Spark generates
   * for {@link #decode}.
   *
   * @param value null for a tombstone
   * @param key may be null
   * @param headers rows of {@code key string, value binary}; may be null
   */
  public InternalRow row(byte[] value, byte[] key, ArrayData headers) {
    return translatedRow(value, key, headers, value, null, null, null, null);
  }

  /**
   * The decoded record in Spark's internal representation. Called by the code that Spark generates
   * for {@link #decodeTranslated}.
   */
  public InternalRow translatedRow(
      byte[] value,
      byte[] key,
      ArrayData headers,
      byte[] json,
      UTF8String fault,
      UTF8String shown,
      byte[] keyJson,
      UTF8String keyFault) {
    Object[] row = new Object[schema.size()];
    Findings findings = new Findings();
    int read = alternatives.fields().size();
    FieldTexts texts = unknown.texts(read);
    try {
      if (value == null) {
        throw new Undecodable("the value is null (a tombstone)");
      }
      if (value.length == 0) {
        throw new Undecodable("the value is empty");
      }
      if (fault != null) {
        throw new Undecodable(fault.toString());
      }
      reader.read(json, texts);
      texts.endUnknown();
      readKey(keyJson, keyFault, texts);
      for (int i = 0; i < fields.length; i++) {
        read(i, texts, key, headers, row, findings);
      }
    } catch (Undecodable e) {
      if (definitions.stream().anyMatch(field -> field.treatment().masked())) {
        findings.add(DECODE, Severity.REJECT, null, null, Concealed.reason(e.getMessage()));
      } else {
        findings.add(
            DECODE,
            Severity.REJECT,
            null,
            shown == null ? excerpt(value) : shown.toString(),
            e.getMessage());
      }
    }
    int place = row.length - 1;
    if (unknown.told()) {
      row[place--] = texts.unknown() == null ? null : texts.unknown().array();
    }
    row[place] = findings.array();
    return new GenericInternalRow(row);
  }

  private void readKey(byte[] json, UTF8String fault, FieldTexts texts) throws Undecodable {
    if (keyReader.isEmpty()) {
      return;
    }
    if (fault != null) {
      throw new Undecodable("the key does not decode: " + fault);
    }
    if (json != null) {
      try {
        keyReader.get().read(json, texts);
      } catch (Undecodable e) {
        throw new Undecodable("the key does not decode: " + e.getMessage());
      }
    }
  }

  private void read(
      int i, FieldTexts texts, byte[] key, ArrayData headers, Object[] row, Findings findings) {
    Field.Origin origin = fields[i].field().origin();
    if (origin instanceof Field.Origin.AllOf) {
      alternatives.gather(texts, i);
      fields[i].read(texts, i, Place.RECORD, row, findings);
      return;
    }
    if (origin instanceof Field.Origin.Member
        || origin instanceof Field.Origin.FirstOf
        || origin instanceof Field.Origin.KeyMember) {
      fields[i].read(texts, alternatives.present(texts, i), Place.RECORD, row, findings);
      return;
    }
    TypedField field = (TypedField) fields[i]; // the other origins have no elements
    if (origin instanceof Field.Origin.Constant constant) {
      field.read(constant.text(), Place.RECORD, row, findings);
      return;
    }
    byte[] bytes =
        origin instanceof Field.Origin.Header header ? last(headers, header.name()) : key;
    try {
      field.read(bytes == null ? null : Utf8.text(bytes), Place.RECORD, row, findings);
    } catch (Undecodable e) {
      field.refuse(lenient(bytes), Refusal.type("is " + e.getMessage()), Place.RECORD, findings);
    }
  }

  /** The value of the last header of that name; null if there is none or its value is null. */
  private static byte[] last(ArrayData headers, String name) {
    if (headers == null) {
      return null;
    }
    UTF8String wanted = UTF8String.fromString(name);
    for (int i = headers.numElements() - 1; i >= 0; i--) {
      InternalRow header = headers.getStruct(i, 2);
      if (wanted.equals(header.getUTF8String(0))) {
        return header.isNullAt(1) ? null : header.getBinary(1);
      }
    }
    return null;
  }

  private static String excerpt(byte[] value) {
    return value == null ? null : Excerpt.of(lenient(value));
  }

  private static String lenient(byte[] bytes) {
    return new String(
        bytes, 0, Math.min(bytes.length, DECODE_EXCERPT_BYTES), StandardCharsets.UTF_8);
  }

  private Object readResolve() {
    return new RecordDecoder(kind, definitions, format, names, unknown);
  }

  @Override
  public String toString() {
    return "decoder of " + kind;
  }
}
