package io.assay.engine.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** What a text would be in the forms that its source is known to mix in. */
final class OtherReadings {
  private final List<TemporalForm> forms;

  OtherReadings(List<TemporalForm> forms) {
    this.forms = forms;
  }

  /** The distinct readings that differ from the declared one; null if there are none. */
  GenericArrayData of(String text, Object declared) {
    List<Object> others = null;
    for (int i = 0; i < forms.size(); i++) {
      Object reading = forms.get(i).read(text);
      if (reading == null || reading.equals(declared)) {
        continue;
      }
      if (others == null) {
        others = new ArrayList<>(forms.size());
      }
      if (!others.contains(reading)) {
        others.add(reading);
      }
    }
    return others == null ? null : new GenericArrayData(others.toArray());
  }
}
