package io.assay.engine.rule;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.assay.model.Rule.Check.TextForm;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.UrlValidator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Whether a text is in a well-known form. E-mail addresses and URLs as Apache Commons Validator has
 * them, telephone numbers as Google's libphonenumber. Immutable, thread-safe.
 *
 * @param region of telephone numbers without a country code; empty for none
 */
public record TextForms(TextForm form, String region) implements Serializable {
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  static TextForms of(TextForm form, Optional<String> region) {
    return new TextForms(form, region.orElse(""));
  }

  /** True where the text is in the form, null where it is null. */
  Column holds(Column text) {
    boolean propagateNull = true;
    boolean returnNullable = false;
    boolean deterministic = true;
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(this),
            "accepts",
            DataTypes.BooleanType,
            CollectionConverters.asScala(List.<Expression>of(ExpressionUtils.expression(text)))
                .toSeq(),
            CollectionConverters.asScala(List.<AbstractDataType>of(DataTypes.StringType)).toSeq(),
            propagateNull,
            returnNullable,
            deterministic));
  }

  /** Whether the text is in the form. Called by the code that Spark generates. */
  public boolean accepts(UTF8String utf8) {
    String text = utf8.toString();
    return switch (form) {
      case EMAIL -> EmailValidator.getInstance().isValid(text);
      case URL -> UrlValidator.getInstance().isValid(text);
      case UUID -> UUID.matcher(text).matches();
      case PHONE -> isNumber(text);
    };
  }

  /** What a person reads of a text that is not. */
  String problem() {
    return switch (form) {
      case EMAIL -> "is no e-mail address";
      case URL -> "is no URL";
      case UUID -> "is no UUID";
      case PHONE -> "is no telephone number" + (region.isEmpty() ? "" : ", as of " + region);
    };
  }

  private boolean isNumber(String text) {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.isValidNumber(numbers.parse(text, region.isEmpty() ? null : region));
    } catch (NumberParseException e) {
      return false;
    }
  }
}
