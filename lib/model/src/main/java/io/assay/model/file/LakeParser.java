package io.assay.model.file;

import io.assay.model.Environment.Lake;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code lake} of an environment. */
final class LakeParser {
  private static final Pattern FOLDER = Pattern.compile("[a-z][a-z0-9+.-]*:/.*");
  private static final Pattern HADOOP = Pattern.compile("(fs|dfs|hadoop|ipc)\\..+");

  private LakeParser() {}

  static Optional<Lake> parse(Node node) {
    Optional<Entry> root = node.required("root");
    Optional<String> folder = root.flatMap(Entry::text);
    if (folder.filter(Confidential::hasUserInfo).isPresent()) {
      root.get()
          .fault(
              Confidential.HIDDEN,
              "an address with a user in it",
              "Give Hadoop its credentials by lake.secrets.");
    } else if (folder.isPresent() && !FOLDER.matcher(folder.get()).matches()) {
      root.get()
          .fault(folder.get(), "not a path with a scheme", "Write file:///…, hdfs://… or s3a://….");
    }
    ClientOptions client = ClientOptions.parse(node, "lake", LakeParser::refusal);
    return folder.map(
        path ->
            new Lake(path.replaceFirst("(?<=[^/])/+$", ""), client.options(), client.secrets()));
  }

  private static Optional<ClientOptions.Refusal> refusal(String name) {
    return HADOOP.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            new ClientOptions.Refusal(
                "not an option of Hadoop's file systems",
                "Their names begin with fs., dfs., hadoop. or ipc., such as fs.s3a.endpoint."));
  }
}
