package io.assay.engine.decode;

import io.assay.engine.decode.FieldTexts.Element;
import io.assay.model.ColumnType;
import io.assay.model.Field;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** An array of values that are no objects: null where there is none; its elements may be null. */
final class ArrayValue implements FieldValue {
  private final Field field;
  private final TextType type;
  private final int position;

  ArrayValue(Field field, ColumnType element, int position) {
    this.field = field;
    this.type = TextType.of(field, element);
    this.position = position;
  }

  @Override
  public Field field() {
    return field;
  }

  @Override
  public DataType dataType() {
    return DataTypes.createArrayType(type.dataType());
  }

  @Override
  public void read(FieldTexts texts, int found, Place place, Object[] row, Findings findings) {
    FieldTexts.Obstacle obstacle = texts.obstacle(found);
    if (obstacle != null) {
      findings.refuse(field, place.of(field.name()), obstacle.found(), obstacle.refusal());
      return;
    }
    if (!texts.hasElements(found)) {
      return;
    }
    List<Element> elements = texts.elements(found);
    Object[] values = new Object[elements.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(elements.get(i).texts().text(0), i, place, findings);
    }
    row[position] = new GenericArrayData(values);
  }

  private Object value(String text, int index, Place place, Findings findings) {
    String kept = text == null || field.keepBlank() ? text : WhiteSpace.strip(text);
    if (kept == null || (kept.isEmpty() && !field.keepBlank())) {
      return null;
    }
    Object value = type.read(kept);
    if (value instanceof Refusal refusal) {
      findings.refuse(field, place.element(field.name(), index).toString(), kept, refusal);
      return null;
    }
    return value;
  }
}
