package io.assay.engine.decode;

import io.assay.model.Field;
import io.assay.model.Format;
import io.assay.model.RecordKind;
import io.assay.model.SchemaPolicy.Action;
import io.assay.model.Severity;
import io.assay.model.Source;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  // Not the kind itself: it has Optional components, which Java does not serialize.
  private final String kind;
  private final List<Field> definitions;
  private final Source source;
  private final boolean tellsUnknown;
  private final transient FieldValue[] fields;
  private final transient Alternatives alternatives;
  private final transient ValueReader reader;
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
        source,
        kind.unknownField() != Action.IGNORE);
  }

  private RecordDecoder(String kind, List<Field> definitions, Source source, boolean tellsUnknown) {
    this.tellsUnknown = tellsUnknown;
    this.kind = kind;
    this.definitions = List.copyOf(definitions);
    this.source = source;
    this.fields = typed(definitions);
    this.alternatives = new Alternatives(definitions);
    this.reader =
        source.format() instanceof Format.Csv csv
            ? new CsvReader(csv, alternatives.fields(), source.names())
            : new JsonReader(alternatives.fields(), source.names());
    StructType values = schema(fields);
    this.schema = tellsUnknown ? values.add(UNKNOWN, UnknownMembers.TYPE) : values;
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
    List<Expression> arguments =
        List.of(
            ExpressionUtils.expression(value),
            ExpressionUtils.expression(key),
            ExpressionUtils.expression(headers));
    boolean propagateNull = false;
    boolean returnNullable = false;
    boolean deterministic = false;
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(this),
            "row",
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
    Object[] row = new Object[schema.size()];
    Findings findings = new Findings();
    int read = alternatives.fields().size();
    FieldTexts texts = tellsUnknown ? FieldTexts.withUnknown(read) : new FieldTexts(read);
    try {
      if (value == null) {
        throw new Undecodable("the value is null (a tombstone)");
      }
      if (value.length == 0) {
        throw new Undecodable("the value is empty");
      }
      reader.read(value, texts);
      for (int i = 0; i < fields.length; i++) {
        read(i, texts, key, headers, row, findings);
      }
    } catch (Undecodable e) {
      if (definitions.stream().anyMatch(field -> field.treatment().masked())) {
        findings.add(DECODE, Severity.REJECT, null, null, Concealed.reason(e.getMessage()));
      } else {
        findings.add(DECODE, Severity.REJECT, null, excerpt(value), e.getMessage());
      }
    }
    int place = row.length - 1;
    if (tellsUnknown) {
      row[place--] = texts.unknown() == null ? null : texts.unknown().array();
    }
    row[place] = findings.array();
    return new GenericInternalRow(row);
  }

  private void read(
      int i, FieldTexts texts, byte[] key, ArrayData headers, Object[] row, Findings findings) {
    Field.Origin origin = fields[i].field().origin();
    if (origin instanceof Field.Origin.Member || origin instanceof Field.Origin.FirstOf) {
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
    return new RecordDecoder(kind, definitions, source, tellsUnknown);
  }

  @Override
  public String toString() {
    return "decoder of " + kind;
  }
}
