package io.assay.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port of the loopback interface. */
final class LoopbackPort {
  static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /** The preferred port if nobody listens on it, else any free one. */
  static int freeOr(int preferred) {
    if (preferred > 0) {
      try (ServerSocket socket = bind(preferred)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        return free(); // taken by somebody else meanwhile
      }
    }
    return free();
  }

  static int free() {
    try (ServerSocket socket = bind(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new SandboxException("There is no free port on " + HOST, e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
