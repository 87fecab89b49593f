package io.assay.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the parts used, for programs. */
final class Usage {
  private Usage() {}

  static Map<String, Object> json(Map<Part, Double> cpuSeconds, Map<Part, Long> peakBytes) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      Map<String, Object> member = new LinkedHashMap<>();
      member.put("cpu_seconds", cpuSeconds.get(part));
      member.put("peak_bytes", peakBytes.get(part));
      parts.put(part.name().toLowerCase(Locale.ROOT), member);
    }
    return parts;
  }
}
