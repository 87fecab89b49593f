package io.assay.engine.decode;

/** {@code 2020-02-03}. */
final class IsoDate implements TemporalForm {
  @Override
  public Object read(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return null;
    }
    long days = Calendar.epochDay(text, 0);
    return days == Calendar.NONE ? null : (Object) (int) days;
  }

  @Override
  public String name() {
    return "yyyy-MM-dd";
  }
}
