package io.assay.feed;

import io.assay.runtime.Driver;
import io.assay.runtime.ExitStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Entry point of {@code feed}: the first argument says where the records come from. */
public final class FeedMain {
  private static final Map<String, FeedCommand> COMMANDS =
      new TreeMap<>(Map.of("files", new FilesCommand(), "generate", new GenerateCommand()));

  private FeedMain() {}

  public static void main(String[] args) {
    Driver.run("assay-feed", () -> run(args));
  }

  static ExitStatus run(String... args) {
    FeedCommand command = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (command == null) {
      System.err.println(
          "assay feed: say where the records come from, one of "
              + String.join(", ", COMMANDS.keySet()));
      return ExitStatus.USAGE;
    }
    return command.run(Arrays.copyOfRange(args, 1, args.length));
  }
}
