package io.assay.engine.decode;

import io.assay.engine.decode.FieldTexts.Element;
import io.assay.model.ColumnType.Nested;
import io.assay.model.Field;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** A list or map: an array of structs, empty where there is none. */
final class ListValue implements FieldValue {
  private static final GenericArrayData EMPTY = new GenericArrayData(new Object[0]);

  private final Field field;
  private final int position;
  private final boolean keyed;
  private final FieldValue[] values;

  ListValue(Field field, Nested type, int position) {
    this.field = field;
    this.position = position;
    this.keyed = type.isMap();
    int first = keyed ? 1 : 0;
    List<Field> fields = type.fields();
    this.values = new FieldValue[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = FieldValue.of(fields.get(i), first + i, -1);
    }
  }

  @Override
  public Field field() {
    return field;
  }

  @Override
  public DataType dataType() {
    StructType element = new StructType();
    if (keyed) {
      element = element.add(Nested.KEY, DataTypes.StringType);
    }
    for (FieldValue value : values) {
      element = element.add(value.field().name(), value.dataType());
    }
    return DataTypes.createArrayType(element, false);
  }

  @Override
  public void read(FieldTexts texts, int found, Place place, Object[] row, Findings findings) {
    row[position] = EMPTY;
    FieldTexts.Obstacle obstacle = texts.obstacle(found);
    if (obstacle != null) {
      findings.refuse(field, place.of(field.name()), obstacle.found(), obstacle.refusal());
      return;
    }
    List<Element> elements = texts.elements(found);
    Object[] rows = new Object[elements.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = element(elements.get(i), i, place, findings);
    }
    if (rows.length > 0) {
      row[position] = new GenericArrayData(rows);
    }
  }

  private GenericInternalRow element(Element element, int index, Place place, Findings findings) {
    Object[] row = new Object[values.length + (keyed ? 1 : 0)];
    Place here = place.element(field.name(), keyed ? element.key() : index);
    if (keyed) {
      readKey(element.key(), here, row, findings);
    }
    if (element.obstacle() != null) {
      findings.refuse(
          field, here.toString(), element.obstacle().found(), element.obstacle().refusal());
    }
    FieldTexts texts = element.texts() == null ? new FieldTexts(values.length) : element.texts();
    for (int i = 0; i < values.length; i++) {
      values[i].read(texts, i, here, row, findings);
    }
    return new GenericInternalRow(row);
  }

  private void readKey(String key, Place here, Object[] row, Findings findings) {
    Refusal refusal = PlainText.refusal(key);
    if (refusal == null) {
      row[0] = UTF8String.fromString(key);
    } else {
      findings.refuse(field, here.of(Nested.KEY), key, refusal);
    }
  }
}
