package io.assay.engine.format;

import io.assay.engine.decode.EncodedText;
import io.assay.engine.decode.Undecodable;
import io.assay.model.AssayException;
import io.assay.model.Format;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Plain text: the named groups of a pattern that matches it as a whole. A final line break is no
 * part of it. A text that the pattern could only decide about with more steps or a deeper stack
 * than is sensible does not decode.
 */
final class TextTranslator implements ValueTranslator {
  private static final int MOST_STEPS = 20_000_000;

  private final Format.Text format;
  private final Pattern pattern;
  private final List<String> groups;

  TextTranslator(Format.Text format) {
    this.format = format;
    try {
      this.pattern = Pattern.compile(format.pattern());
    } catch (PatternSyntaxException e) {
      throw new AssayException(
          AssayException.Kind.USER,
          "Not a regular expression: " + format.pattern() + " (" + e.getDescription() + ")",
          e);
    }
    this.groups = format.groups();
  }

  @Override
  public void translate(byte[] bytes, Translation into) throws Undecodable {
    String text = withoutLineBreak(EncodedText.decode(bytes, format.encoding()));
    if (format.pattern().equals(Format.Text.EVERYTHING)) {
      into.json(
          JsonOutput.of(
              out -> {
                out.writeStartObject();
                out.writeStringField("value", text);
                out.writeEndObject();
              }));
      return;
    }
    Matcher matcher = matched(text);
    into.json(
        JsonOutput.of(
            out -> {
              out.writeStartObject();
              for (String group : groups) {
                out.writeStringField(group, matcher.group(group));
              }
              out.writeEndObject();
            }));
  }

  private Matcher matched(String text) throws Undecodable {
    try {
      Matcher matcher = pattern.matcher(new Counted(text, new int[1]));
      if (!matcher.matches()) {
        throw new Undecodable("the text does not match " + format.pattern());
      }
      return matcher;
    } catch (StackOverflowError e) { // Java's matcher recurses for groups that repeat
      throw new Undecodable(
          "the text of " + text.length() + " characters is too long for " + format.pattern());
    } catch (TooManySteps e) {
      throw new Undecodable(
          "matching the text of "
              + text.length()
              + " characters takes too many steps with "
              + format.pattern());
    }
  }

  private static String withoutLineBreak(String text) {
    int end = text.length();
    if (text.endsWith("\n")) {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Java's matcher cannot be given a bound; its text can. */
  private record Counted(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super(null, null, false, false);
    }
  }
}
