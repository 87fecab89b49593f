package io.assay.model.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import io.assay.model.file.Fault.Place;
import io.assay.model.file.KeyTracker.Repeated;
import io.assay.model.file.SpreadText.Needed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A HOCON text and what it includes, parsed and resolved. Knows where every value was written.
 * Messages of the HOCON library may quote the text, which may be a secret: none of them is passed
 * on as it is.
 */
final class HoconDocument {
  private static final String SYNTAX_REMEDY =
      "Look at this line and the one before for a missing quote, brace or comma; text that holds"
          + " any of $ \" { } [ ] : = , + # ` ^ ? ! @ * & \\ stands in double quotes.";

  private static final Pattern LINE = Pattern.compile(": ([0-9]+)");

  private final Faults faults;
  private final Map<String, SpreadText> texts = new LinkedHashMap<>();

  HoconDocument(Faults faults) {
    this.faults = faults;
  }

  /**
   * Parses a text and fills in what it refers to.
   *
   * @return empty if that was not possible; what is in the way is among the faults
   */
  Optional<ConfigObject> read(String file, String text, Map<String, String> environment) {
    try {
      Config config = parse(file, text, new Includes(this, file, faults));
      SubstitutionSource source = new SubstitutionSource(environment);
      for (Map.Entry<String, SpreadText> entry : texts.entrySet()) {
        for (Needed needed : entry.getValue().needed()) {
          source.need(needed.path());
        }
      }
      Config resolved = config.resolve(ConfigResolveOptions.noSystem().appendResolver(source));
      texts.forEach((name, spread) -> reportMissing(name, spread, source, config));
      texts.forEach(this::reportRepeated);
      return Optional.of(resolved.root());
    } catch (ConfigException.UnresolvedSubstitution e) {
      faults.add(
          new Fault(
              place(e.origin(), file),
              "",
              Optional.empty(),
              "a ${…} leads back to itself or nowhere",
              "Give it a value that does not refer to itself."));
    } catch (ConfigException e) {
      faults.add(syntaxFault(e, file));
    }
    return Optional.empty();
  }

  /** Parses one file; its includes come back here. */
  Config parse(String file, String text, Includes includes) {
    SpreadText spread = new SpreadText(text);
    texts.put(file, spread);
    return ConfigFactory.parseString(
        spread.text(),
        ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setOriginDescription(file)
            .setIncluder(includes));
  }

  /** Where a value was written. */
  Place place(ConfigOrigin origin) {
    Position position = position(origin);
    SpreadText text = texts.get(position.file());
    return new Place(position.file(), text == null ? 0 : text.written(position.line()));
  }

  /** Where a value was written, compared with others: the file itself before what it includes. */
  Position position(ConfigOrigin origin) {
    String description = origin.description().replaceFirst("^merge of ", "");
    int number = 0;
    for (String file : texts.keySet()) {
      Matcher line = LINE.matcher(description);
      if (description.startsWith(file)
          && line.find(file.length())
          && line.start() == file.length()) {
        return new Position(number, file, Integer.parseInt(line.group(1)));
      }
      number++;
    }
    return new Position(number, description, 0);
  }

  /**
   * A line of a text as it was parsed.
   *
   * @param number of the file: 0 for the one that includes the others
   * @param file its name
   * @param line 0 where there are no lines
   */
  record Position(int number, String file, int line) {}

  /** Where a text stands in a file for the first time. */
  Place placeOf(String file, String text) {
    return new Place(file, texts.get(file).lineOf(text));
  }

  /** Whether the value stands in for one that is missing, which is among the faults already. */
  boolean isMissing(ConfigValue value) {
    return value.origin().description().contains(SubstitutionSource.MISSING);
  }

  private Place place(ConfigOrigin origin, String file) {
    return origin == null ? new Place(file, 0) : place(origin);
  }

  private void reportMissing(
      String file, SpreadText spread, SubstitutionSource source, Config config) {
    for (Needed needed : spread.needed()) {
      if (source.missing().contains(needed.path())) {
        faults.add(
            new Fault(
                new Place(file, needed.line()),
                "",
                Optional.empty(),
                "${" + needed.path() + "} has no value",
                LetPaths.suggestion(needed.path(), config)));
      }
    }
  }

  private void reportRepeated(String file, SpreadText spread) {
    for (Repeated repeated : spread.repeated()) {
      faults.add(
          new Fault(
              new Place(file, repeated.line()),
              repeated.path(),
              Optional.empty(),
              "stands there already, in line " + repeated.before(),
              "Rename one or put both together; only ${?NAME} may replace a value."));
    }
  }

  Fault syntaxFault(ConfigException e, String file) {
    Place place = place(e.origin(), file);
    Optional<Integer> unclosed =
        Optional.ofNullable(texts.get(place.file())).flatMap(SpreadText::unclosed);
    if (unclosed.isPresent()) {
      return new Fault(
          new Place(place.file(), unclosed.get()),
          "",
          Optional.empty(),
          "a brace or bracket is opened here, or after this line, and never closed",
          "Close it, or look for a quote that is missing before it.");
    }
    return new Fault(place, "", Optional.empty(), "not HOCON: " + phrase(e), SYNTAX_REMEDY);
  }

  /** The library's message without its place and without anything that it quotes. */
  private static String phrase(ConfigException e) {
    String description = e.origin() == null ? "" : e.origin().description();
    String message =
        e.getMessage().replaceFirst("^" + Pattern.quote(description) + "\\s*:\\s*", "");
    String phrase = message.replaceFirst("(?s)[\"':(\\[].*", "").strip();
    String plain = phrase.replaceFirst(",? (but got|got|instead had).*$", "").strip();
    return plain.isEmpty()
        ? "cannot be read"
        : Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
  }
}
