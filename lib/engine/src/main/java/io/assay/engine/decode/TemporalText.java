package io.assay.engine.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;

/**
 * Dates or timestamps in one of several forms. A text that two of them read as different values is
 * ambiguous.
 */
final class TemporalText implements TextType {
  private final String name;
  private final DataType dataType;
  private final List<TemporalForm> forms;

  TemporalText(String name, DataType dataType, List<TemporalForm> forms) {
    this.name = name;
    this.dataType = dataType;
    this.forms = forms;
  }

  @Override
  public Object read(String text) {
    Object value = null;
    TemporalForm first = null;
    for (int i = 0; i < forms.size(); i++) {
      TemporalForm form = forms.get(i);
      Object reading = form.read(text);
      if (reading != null && value != null && !Objects.equals(value, reading)) {
        return Refusal.ambiguous(
            "is "
                + shown(value)
                + " in the form "
                + first.name()
                + " but "
                + shown(reading)
                + " in the form "
                + form.name());
      }
      if (reading != null && value == null) {
        value = reading;
        first = form;
      }
    }
    return value != null ? value : Refusal.type("is no " + name + " in the form " + names());
  }

  private String names() {
    return forms.stream().map(TemporalForm::name).collect(Collectors.joining(" or "));
  }

  private static String shown(Object value) {
    return value instanceof Integer days
        ? LocalDate.ofEpochDay(days).toString()
        : Instant.EPOCH.plus((Long) value, java.time.temporal.ChronoUnit.MICROS).toString();
  }

  @Override
  public DataType dataType() {
    return dataType;
  }
}
