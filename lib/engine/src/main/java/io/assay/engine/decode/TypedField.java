package io.assay.engine.decode;

import io.assay.model.AssayException;
import io.assay.model.ColumnType;
import io.assay.model.Field;
import org.apache.spark.sql.types.DataType;

/**
 * One field of a kind of record: how its text becomes its value, and where the value stands in the
 * row.
 */
final class TypedField implements FieldValue {
  private final Field field;
  private final TextType type;
  private final int position;
  private final Object fallback;
  private final OtherReadings others;
  private final int othersPosition;

  /**
   * Binds a field to its places.
   *
   * @param position of the value in the row
   * @param othersPosition of the other readings in the row; not used unless the field has {@code
   *     also} patterns
   */
  TypedField(Field field, int position, int othersPosition) {
    this.field = field;
    this.type = TextType.of(field);
    this.position = position;
    this.othersPosition = othersPosition;
    this.fallback = fallback(field, type);
    if (field.also().isEmpty()) {
      this.others = null;
    } else if (field.type() == ColumnType.Simple.DATE) {
      this.others = new OtherReadings(TemporalForm.dates(field.also()));
    } else {
      this.others = new OtherReadings(TemporalForm.timestamps(field.also()));
    }
  }

  private static Object fallback(Field field, TextType type) {
    String text = field.treatment().fallback();
    Object value = text.isEmpty() ? null : type.read(text);
    if (value instanceof Refusal refusal) {
      throw new AssayException(
          AssayException.Kind.USER,
          "The default of the field %s, '%s', %s. Write a value of its type."
              .formatted(field.name(), text, refusal.reason()));
    }
    return value;
  }

  @Override
  public Field field() {
    return field;
  }

  @Override
  public DataType dataType() {
    return type.dataType();
  }

  @Override
  public void read(FieldTexts texts, int found, Place place, Object[] row, Findings findings) {
    FieldTexts.Obstacle obstacle = texts.obstacle(found);
    if (obstacle == null) {
      read(texts.text(found), place, row, findings);
    } else {
      refuse(obstacle.found(), obstacle.refusal(), place, findings);
    }
  }

  /** Reads the text (null if there is none) into the row. */
  void read(String text, Place place, Object[] row, Findings findings) {
    String kept = text;
    if (kept != null && !field.keepBlank()) {
      kept = WhiteSpace.strip(kept);
    }
    if (kept == null || (kept.isEmpty() && !field.keepBlank())) {
      row[position] = fallback;
      return;
    }
    Object value = type.read(kept);
    if (value instanceof Refusal refusal) {
      refuse(kept, refusal, place, findings);
      return;
    }
    row[position] = value;
    if (others != null) {
      row[othersPosition] = others.of(kept, value);
    }
  }

  /** Tells why the field has no value. */
  void refuse(String text, Refusal refusal, Place place, Findings findings) {
    findings.refuse(field, place.of(field.name()), text, refusal);
  }
}
