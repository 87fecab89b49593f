package io.assay.crash.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two sockets that talk through the proxy. */
class DatabaseProxyTest {
  private static final int SHORTLY = 300;
  private static final int LONG = 20_000;

  private ServerSocket listener;
  private DatabaseProxy proxy;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    proxy = DatabaseProxy.before(listener.getLocalPort());
    client = new Socket("127.0.0.1", proxy.port());
    client.setSoTimeout(LONG);
    server = listener.accept();
    server.setSoTimeout(LONG);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    proxy.close();
    listener.close();
  }

  @Test
  void bytesGoBothWays() throws IOException {
    client.getOutputStream().write(5);
    assertThat(server.getInputStream().read()).isEqualTo(5);

    server.getOutputStream().write(6);
    assertThat(client.getInputStream().read()).isEqualTo(6);
  }

  @Test
  void aStalledConnectionIsSilentUntilItIsResumed() throws IOException {
    proxy.stall();
    client.getOutputStream().write(5);
    server.setSoTimeout(SHORTLY);
    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    proxy.resume();
    server.setSoTimeout(LONG);
    assertThat(server.getInputStream().read()).isEqualTo(5);
  }

  @Test
  void aSeveredConnectionEndsOnBothSidesAndANewOneIsTaken() throws IOException {
    client.getOutputStream().write(5);
    assertThat(server.getInputStream().read()).isEqualTo(5);
    proxy.sever();
    assertThatThrownBy(() -> read(client)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(server)).isInstanceOf(IOException.class);

    try (Socket again = new Socket("127.0.0.1", proxy.port());
        Socket accepted = listener.accept()) {
      again.getOutputStream().write(7);
      assertThat(accepted.getInputStream().read()).isEqualTo(7);
    }
  }

  private static void read(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("The end");
    }
  }
}
