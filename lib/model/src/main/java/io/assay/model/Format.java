package io.assay.model;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How the bytes of a record's value (or key) become named members. */
public sealed interface Format extends Serializable {

  /** Whether a record says by an id which schema of a registry it has. */
  default boolean needsRegistry() {
    return false;
  }

  /** Members that the format puts beside those of the data. */
  default Set<String> ownMembers() {
    return Set.of();
  }

  /** One JSON object (RFC 8259, UTF-8) per record. */
  record Json() implements Format {}

  /** Several JSON objects per record, one in each line; they are the list {@link #LINES}. */
  record Ndjson() implements Format {
    /** The member that holds the objects. */
    public static final String LINES = "_lines";

    @Override
    public Set<String> ownMembers() {
      return Set.of(LINES);
    }
  }

  /**
   * One line of delimited text per record.
   *
   * @param columns the names of the columns, in order unless there is a header; a line with fewer
   *     columns does not decode
   * @param delimiter the character between columns
   * @param quote the character around quoted values
   * @param escape the character before a quote (or before itself) inside of a quoted value; the
   *     quote itself, as in RFC 4180, doubles it
   * @param nulls texts that, where they are not quoted, stand for no value
   * @param trim whether white space around values and their quotes is no part of them
   * @param header whether each record has a line with the names of its columns before its line
   * @param extra what more columns than declared lead to
   * @param encoding of the bytes
   */
  record Csv(
      List<String> columns,
      char delimiter,
      char quote,
      char escape,
      List<String> nulls,
      boolean trim,
      boolean header,
      ExtraColumns extra,
      Encoding encoding)
      implements Format {
    public Csv {
      columns = List.copyOf(columns);
      nulls = List.copyOf(nulls);
    }

    /** As RFC 4180 has it, in UTF-8, without a header. */
    public Csv(List<String> columns, char delimiter, char quote) {
      this(
          columns,
          delimiter,
          quote,
          quote,
          List.of(),
          false,
          false,
          ExtraColumns.REJECT,
          Encoding.UTF_8);
    }
  }

  /** What more columns than declared lead to. */
  enum ExtraColumns {
    /** The record does not decode. */
    REJECT,
    /** They are not looked at. */
    IGNORE
  }

  /**
   * Plain text.
   *
   * @param pattern a Java regular expression that the whole text has to match; its named groups are
   *     the members
   * @param encoding of the bytes
   */
  record Text(String pattern, Encoding encoding) implements Format {
    /** Everything is one member, {@code value}. */
    public static final String EVERYTHING = "(?s)(?<value>.*)";

    /** UTF-8, all of it the member {@code value}. */
    public static final Text WHOLE = new Text(EVERYTHING, Encoding.UTF_8);

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    /** The names of the pattern's groups, in order. */
    public List<String> groups() {
      return GROUP
          .matcher(pattern)
          .results()
          .map(group -> group.group(1))
          .filter(this::isGroup)
          .distinct()
          .toList();
    }

    /** What looks like a group may be quoted; a reference to it tells. */
    private boolean isGroup(String name) {
      try {
        Pattern.compile(pattern + "\\k<" + name + ">");
        return true;
      } catch (PatternSyntaxException e) {
        return false;
      }
    }
  }

  /** Character encodings. */
  enum Encoding {
    UTF_8(StandardCharsets.UTF_8),
    ISO_8859_1(StandardCharsets.ISO_8859_1),
    WINDOWS_1252(Charset.forName("windows-1252")),
    /** Either byte order, as a mark says; without one, big endian. */
    UTF_16(StandardCharsets.UTF_16);

    private final Charset charset;

    Encoding(Charset charset) {
      this.charset = charset;
    }

    /** Java's. */
    public Charset charset() {
      return charset;
    }

    /** As it is called everywhere, such as {@code windows-1252}. */
    public String label() {
      return charset.name();
    }
  }

  /**
   * One Avro datum in binary encoding per record.
   *
   * @param writer how it is known which schema the datum was written with
   * @param reader what it is read as
   */
  record Avro(Writer writer, Reader reader) implements Format {
    @Override
    public boolean needsRegistry() {
      return writer instanceof Writer.Registered;
    }

    /** How it is known which schema a datum was written with. */
    public sealed interface Writer extends Serializable {
      /**
       * The registry's wire format: a byte 0 and four bytes with the id of the schema stand before
       * the datum.
       */
      record Registered() implements Writer {}

      /** Always the same; the datum stands alone. */
      record Given(String schema) implements Writer {}
    }

    /** What a datum is read as. */
    public sealed interface Reader extends Serializable {
      /** With the schema that it was written with. */
      record AsWritten() implements Reader {}

      /** Projected to this schema, by the rules of Avro's schema resolution. */
      record Given(String schema) implements Reader {}
    }
  }

  /**
   * A change event of Debezium.
   *
   * @param encoding how it is written
   */
  record Debezium(EventEncoding encoding) implements Format {
    @Override
    public boolean needsRegistry() {
      return encoding == EventEncoding.AVRO;
    }

    @Override
    public Set<String> ownMembers() {
      return Set.of("_op", "_ts_ms", "_before", "_source");
    }
  }

  /** How change events are written. */
  enum EventEncoding {
    /** JSON, with or without the schema around the payload. */
    JSON,
    /** Avro, in the registry's wire format. */
    AVRO
  }
}
