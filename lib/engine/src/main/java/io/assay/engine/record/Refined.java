package io.assay.engine.record;

/**
 * The columns that refining adds to a {@link RawRecord}: which kind it is, its fate, its findings,
 * its fields and its rows.
 *
 * <p>{@code _schema_id int} (under which a registry has the schema that the value was written with,
 * or null); {@code _kind int} (position in the pipeline, or {@link #UNMATCHED}, {@link #REPLAYED}
 * or {@link #IGNORED}); {@code _unknown array<struct<member, type, value: string>>} (members that
 * no field takes) or null; {@code _fate int} ({@link Fate}); {@code _operation int} ({@link
 * #UPSERT}, {@link #DELETE} or {@link #TRUNCATE}); {@code _findings array<struct<rule, severity,
 * field, value, message: string>>} or null; {@code _warnings array<string>} or null; per kind
 * {@code _fields_K struct} (null unless applied); per kind and table {@code _row_K_T struct} (null
 * where the record gives no row), or for a table with {@code each} {@code array<struct>}.
 */
public final class Refined {
  public static final String KIND = "_kind";
  public static final String FATE = "_fate";
  public static final String OPERATION = "_operation";
  public static final String FINDINGS = "_findings";
  public static final String WARNINGS = "_warnings";
  public static final String SCHEMA_ID = "_schema_id";
  public static final String UNKNOWN = "_unknown";

  /** The rule that a member which no field takes fails. */
  public static final String UNKNOWN_FIELD = "unknown-field";

  /** The record gives rows. */
  public static final int UPSERT = 0;

  /** It asks for the deletion of a root row. */
  public static final int DELETE = 1;

  /** It asks for the deletion of all older root rows. */
  public static final int TRUNCATE = 2;

  /** No kind of the pipeline takes the record. */
  public static final int UNMATCHED = -1;

  /** The ledger already has the record. */
  public static final int REPLAYED = -2;

  /** Nothing that rows come from, whatever the pipeline says: the end of a transaction, say. */
  public static final int IGNORED = -3;

  /** Spark's type of {@link #FINDINGS}. */
  public static final String FINDINGS_TYPE =
      "array<struct<rule:string,severity:string,field:string,value:string,message:string>>";

  /** Spark's type of {@link #UNKNOWN}. */
  public static final String UNKNOWN_TYPE = "array<struct<member:string,type:string,value:string>>";

  private Refined() {}

  /** What has become of a record, as far as the record alone can tell. */
  public enum Fate {
    /**
     * It gives rows; the database may still find it superseded, orphaned or refused by a stored
     * rule.
     */
    APPLY,
    QUARANTINE,
    FILTER,
    /** A rule of severity {@code fail} does not hold: the batch must not be applied. */
    FAIL,
    /** Skipped. */
    REPLAY;

    /** How it is written in {@link #FATE}. */
    public int code() {
      return ordinal();
    }

    public static Fate of(int code) {
      return values()[code];
    }
  }

  /** Name of the column with the fields of a kind. */
  public static String fields(int kind) {
    return "_fields_" + kind;
  }

  /** Name of the column with the row for a table of a kind. */
  public static String row(int kind, int table) {
    return "_row_" + kind + "_" + table;
  }
}
