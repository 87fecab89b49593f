package io.assay.admin;

import static java.util.Map.entry;

import io.assay.runtime.ExitStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Entry point of {@code admin}: the first argument says what is asked. */
public final class AdminMain {
  private static final Map<String, AdminCommand> COMMANDS =
      new TreeMap<>(
          Map.ofEntries(
              entry("apply", new ApplyCommand()),
              entry("breaker-list", BreakerCommand.list()),
              entry("breaker-reset", BreakerCommand.reset()),
              entry("plan", new PlanCommand()),
              entry("propose", new ProposeCommand()),
              entry("quarantine-list", new QuarantineListCommand()),
              entry("quarantine-requeue", new QuarantineRequeueCommand()),
              entry("quarantine-show", new QuarantineShowCommand()),
              entry("status", new StatusCommand()),
              entry("summary", new SummaryCommand()),
              entry("test", new TestCommand()),
              entry("upkeep", new UpkeepCommand()),
              entry("warm-up", new WarmUpCommand())));

  private AdminMain() {}

  public static void main(String[] args) {
    AdminCommand command = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (command == null) {
      System.err.println(
          "assay admin: say what is asked, one of " + String.join(", ", COMMANDS.keySet()));
      System.exit(ExitStatus.USAGE.code());
      return;
    }
    command.runAndExit(Arrays.copyOfRange(args, 1, args.length));
  }
}
