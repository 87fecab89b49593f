package io.assay.model.file;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what {@code include "file"} names: a file, relative to the one that includes it. Unlike
 * plain HOCON, a file that is not there is a fault, and nothing is fetched from elsewhere.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final int DEEPEST = 16;

  private final HoconDocument document;
  private final String file;
  private final Faults faults;
  private final int depth;

  Includes(HoconDocument document, String file, Faults faults) {
    this(document, file, faults, 1);
  }

  private Includes(HoconDocument document, String file, Faults faults, int depth) {
    this.document = document;
    this.file = file;
    this.faults = faults;
    this.depth = depth;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    return read(what);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return read(what.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    return refuse(what.toString(), "include url(…) is not read", "Include a file.");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return refuse(what, "include classpath(…) is not read", "Include a file.");
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  private ConfigObject read(String what) {
    Path included = Path.of(file).resolveSibling(what);
    if (depth > DEEPEST) {
      return refuse(what, "files include each other without end", "Take one include out.");
    }
    try {
      return document
          .parse(
              included.toString(),
              Files.readString(included),
              new Includes(document, included.toString(), faults, depth + 1))
          .root();
    } catch (IOException e) {
      return refuse(
          what, "the included file " + included + " cannot be read", "Check its path and rights.");
    } catch (ConfigException e) {
      faults.add(document.syntaxFault(e, included.toString()));
      return ConfigFactory.empty().root();
    }
  }

  private ConfigObject refuse(String what, String problem, String remedy) {
    faults.add(new Fault(document.placeOf(file, what), "", Optional.empty(), problem, remedy));
    return ConfigFactory.empty().root();
  }
}
