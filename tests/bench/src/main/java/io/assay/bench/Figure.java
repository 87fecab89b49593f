package io.assay.bench;

import java.util.Locale;

/**
 * A number that was measured.
 *
 * @param key its name for programs, with the unit in it
 * @param title its name for people, with the unit in it
 */
record Figure(String key, String title, double value) {

  /** A number with as many digits as are worth to be read. */
  static String shown(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
