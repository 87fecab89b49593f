package io.assay.flow.lineage;

import io.assay.model.Environment;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How OpenLineage calls a data set, so that what others tell about it is about the same.
 *
 * @see <a href="https://openlineage.io/docs/spec/naming">the rules</a>
 */
record DatasetName(String namespace, String name) {
  private static final Pattern JDBC =
      Pattern.compile("jdbc:postgresql://(?<servers>[^/?]+)/(?<database>[^?]*)(\\?.*)?");
  private static final int POSTGRES_PORT = 5432;

  /** A topic; the cluster is called by the first of its servers. */
  static DatasetName topic(Environment.Kafka kafka, String topic) {
    return new DatasetName("kafka://" + kafka.bootstrapServers().split(",")[0].strip(), topic);
  }

  /** A table of the lake, by its path. */
  static DatasetName lake(String path) {
    URI uri = URI.create(path.replace(" ", "%20"));
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("file")) {
      return new DatasetName("file", uri.getPath());
    }
    if (scheme.startsWith("s3")) {
      return new DatasetName("s3://" + uri.getAuthority(), uri.getPath().replaceFirst("^/", ""));
    }
    return new DatasetName(
        scheme + "://" + (uri.getAuthority() == null ? "" : uri.getAuthority()), uri.getPath());
  }

  /**
   * A table of the database.
   *
   * @param table with its schema, or in the target schema
   */
  static DatasetName table(Environment.Database database, String table) {
    Matcher url = JDBC.matcher(database.url());
    String qualified = table.contains(".") ? table : database.schema() + "." + table;
    if (!url.matches()) { // without a server: the driver's own defaults
      return new DatasetName("postgres://localhost:" + POSTGRES_PORT, qualified);
    }
    String server = url.group("servers").split(",")[0];
    return new DatasetName(
        "postgres://" + (server.matches(".*:\\d+") ? server : server + ":" + POSTGRES_PORT),
        url.group("database") + "." + qualified);
  }
}
