package io.assay.sandbox;

import io.assay.sandbox.ServerProcess.Lifetime;
import java.util.Optional;

/** The servers of a sandbox. */
record Servers(KafkaBroker broker, PostgresServer postgres) {

  /**
   * Starts both, side by side, and returns when both answer; the directory's state names them from
   * the first moment.
   */
  static Servers start(SandboxDirectory directory, Lifetime lifetime) {
    SandboxState ports = directory.state().ended();
    KafkaBroker broker = KafkaBroker.launch(directory.broker(), ports.brokerPort(), lifetime);
    SandboxState brokerOnly =
        new SandboxState(
            Optional.of(broker.process().identity()),
            broker.port(),
            Optional.empty(),
            ports.postgresPort());
    brokerOnly.write(directory.path());
    try {
      Servers servers =
          new Servers(
              broker, PostgresServer.launch(directory.postgres(), ports.postgresPort(), lifetime));
      servers.writeState(directory);
      servers.awaitAnswers();
      return servers;
    } catch (RuntimeException e) {
      try {
        directory.endServers();
      } catch (RuntimeException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }

  void writeState(SandboxDirectory directory) {
    new SandboxState(
            Optional.of(broker.process().identity()),
            broker.port(),
            Optional.of(postgres.process().identity()),
            postgres.port())
        .write(directory.path());
  }

  private void awaitAnswers() {
    postgres.awaitAnswer();
    broker.awaitAnswer();
  }
}
