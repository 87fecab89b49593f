package io.assay.engine.format;

import io.assay.engine.decode.Excerpt;
import io.assay.engine.decode.Undecodable;
import io.assay.engine.registry.RegistryAddress;
import io.assay.engine.registry.SchemaRegistry;
import io.assay.model.AssayException;
import io.assay.model.Environment;
import io.assay.model.Format;
import io.assay.model.Source;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns the value and the key of a record into JSON objects, where they are something else.
 *
 * <p>The result is one struct ({@link #SCHEMA}): {@code value binary}, the object in UTF-8, or null
 * with the reason in {@code fault string} and the beginning of the bytes in {@code shown string};
 * {@code op string} and {@code ignored boolean} of change events; {@code schema_id int} where the
 * value names a schema of a registry, also if it turned out not to decode; {@code key binary} and
 * {@code key_fault string}, the same for the key; {@code key_members map<string, string>}, the
 * texts of its members.
 *
 * <p>A record never makes it throw; a registry that does not answer does, with an AssayException of
 * kind EXTERNAL. Thread-safe; serialized as its definition and built anew, so that every executor
 * connects to the registry by itself.
 */
public final class RecordTranslator implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the column is called that holds the struct. */
  public static final String COLUMN = "_translated";

  public static final String VALUE = "value";
  public static final String FAULT = "fault";
  public static final String SHOWN = "shown";
  public static final String OPERATION = "op";
  public static final String IGNORED = "ignored";
  public static final String SCHEMA_ID = "schema_id";
  public static final String KEY = "key";
  public static final String KEY_FAULT = "key_fault";
  public static final String KEY_MEMBERS = "key_members";

  /** The struct that {@link #translate} gives. */
  public static final StructType SCHEMA =
      new StructType()
          .add(VALUE, DataTypes.BinaryType)
          .add(FAULT, DataTypes.StringType)
          .add(SHOWN, DataTypes.StringType)
          .add(OPERATION, DataTypes.StringType)
          .add(IGNORED, DataTypes.BooleanType)
          .add(SCHEMA_ID, DataTypes.IntegerType)
          .add(KEY, DataTypes.BinaryType)
          .add(KEY_FAULT, DataTypes.StringType)
          .add(
              KEY_MEMBERS,
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false));

  private final Format valueFormat;
  private final Format keyFormat;
  private final RegistryAddress registry; // null where none is needed: Optional has no serial form
  private final transient Optional<ValueTranslator> value;
  private final transient Optional<ValueTranslator> key;

  /**
   * A translator for the records of a source.
   *
   * @throws AssayException (USER) if a schema of the pipeline is none, or a registry is needed and
   *     not there
   */
  public RecordTranslator(Source source, Optional<Environment.Registry> registry) {
    this(
        source.format(),
        source.keyFormat(),
        source.needsRegistry() ? RegistryAddress.required(registry) : null);
  }

  private RecordTranslator(Format valueFormat, Format keyFormat, RegistryAddress registry) {
    this.valueFormat = valueFormat;
    this.keyFormat = keyFormat;
    this.registry = registry;
    Optional<SchemaRegistry> schemas = Optional.ofNullable(registry).map(SchemaRegistry::at);
    this.value = ofValues(valueFormat, schemas);
    this.key =
        translatesKeys(keyFormat) ? Optional.of(ofKeys(keyFormat, schemas)) : Optional.empty();
  }

  /** Whether there is anything to translate; if not, the bytes are read as they are. */
  public static boolean isNeeded(Source source) {
    return translatesValues(source) || translatesKeys(source);
  }

  /** Whether values are read from what this gives. */
  public static boolean translatesValues(Source source) {
    return !(source.format() instanceof Format.Json || source.format() instanceof Format.Csv);
  }

  /** Whether keys have members. */
  public static boolean translatesKeys(Source source) {
    return translatesKeys(source.keyFormat());
  }

  private static boolean translatesKeys(Format format) {
    return !format.equals(Format.Text.WHOLE);
  }

  private static Optional<ValueTranslator> ofValues(
      Format format, Optional<SchemaRegistry> schemas) {
    if (format instanceof Format.Json || format instanceof Format.Csv) {
      return Optional.empty();
    }
    if (format instanceof Format.Ndjson) {
      return Optional.of(new NdjsonTranslator());
    }
    if (format instanceof Format.Debezium debezium) {
      return Optional.of(
          debezium.encoding() == Format.EventEncoding.JSON
              ? ChangeEvents.json()
              : ChangeEvents.of(registered("source.debezium", schemas)));
    }
    return Optional.of(textOrAvro("source", format, schemas));
  }

  private static ValueTranslator ofKeys(Format format, Optional<SchemaRegistry> schemas) {
    if (format instanceof Format.Json) {
      return new JsonTranslator();
    }
    if (format instanceof Format.Debezium debezium) {
      return debezium.encoding() == Format.EventEncoding.JSON
          ? new ChangeEventKeys()
          : registered("source.key.debezium", schemas);
    }
    return textOrAvro("source.key", format, schemas);
  }

  private static ValueTranslator textOrAvro(
      String where, Format format, Optional<SchemaRegistry> schemas) {
    return format instanceof Format.Text text
        ? new TextTranslator(text)
        : new AvroTranslator(where + ".avro", (Format.Avro) format, schemas);
  }

  private static ValueTranslator registered(String where, Optional<SchemaRegistry> schemas) {
    return new AvroTranslator(
        where,
        new Format.Avro(new Format.Avro.Writer.Registered(), new Format.Avro.Reader.AsWritten()),
        schemas);
  }

  /**
   * The translated record as a column. Spark computes it once per row, because it is declared
   * non-deterministic; so select it into a column of its own.
   *
   * @param valueBytes binary
   * @param keyBytes binary
   */
  public Column translate(Column valueBytes, Column keyBytes) {
    List<Expression> arguments =
        List.of(ExpressionUtils.expression(valueBytes), ExpressionUtils.expression(keyBytes));
    boolean propagateNull = false;
    boolean returnNullable = false;
    boolean deterministic = false;
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(this),
            "row",
            SCHEMA,
            CollectionConverters.asScala(arguments).toSeq(),
            CollectionConverters.asScala(List.<AbstractDataType>of()).toSeq(),
            propagateNull,
            returnNullable,
            deterministic));
  }

  /**
   * The translated record in Spark's internal representation. Called by the code that Spark
   * generates for {@link #translate}.
   *
   * @param valueBytes null for a tombstone
   * @param keyBytes may be null
   */
  public InternalRow row(byte[] valueBytes, byte[] keyBytes) {
    Object[] row = new Object[SCHEMA.size()];
    row[4] = false;
    if (value.isPresent() && valueBytes != null && valueBytes.length > 0) {
      Translation translation = new Translation();
      try {
        value.get().translate(valueBytes, translation);
        row[0] = translation.json();
      } catch (Undecodable e) {
        row[1] = UTF8String.fromString(e.getMessage());
        row[2] = UTF8String.fromString(Excerpt.ofBytes(valueBytes));
      }
      row[3] = UTF8String.fromString(translation.operation());
      row[4] = translation.isIgnored();
      row[5] = translation.schemaId();
    }
    if (key.isPresent() && keyBytes != null && keyBytes.length > 0) {
      Translation translation = new Translation();
      try {
        key.get().translate(keyBytes, translation);
        row[8] = KeyMembers.of(translation.json());
        row[6] = translation.json();
      } catch (Undecodable e) {
        row[7] = UTF8String.fromString(e.getMessage());
      }
    }
    return new GenericInternalRow(row);
  }

  private Object readResolve() {
    return new RecordTranslator(valueFormat, keyFormat, registry);
  }

  @Override
  public String toString() {
    return "translator of records";
  }
}
