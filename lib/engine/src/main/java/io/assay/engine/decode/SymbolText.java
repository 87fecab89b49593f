package io.assay.engine.decode;

import io.assay.model.ColumnType.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** One of several texts, to the letter. */
final class SymbolText implements TextType {
  private final Map<String, UTF8String> symbols = new HashMap<>();
  private final Refusal refusal;

  SymbolText(Enumeration enumeration) {
    enumeration.symbols().forEach(each -> symbols.put(each, UTF8String.fromString(each)));
    this.refusal = Refusal.symbol("is not one of " + enumeration.listed());
  }

  @Override
  public Object read(String text) {
    UTF8String symbol = symbols.get(text);
    return symbol == null ? refusal : symbol;
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }
}
