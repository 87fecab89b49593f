package io.assay.crash.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP proxy before the database server: what the jobs know as its address. It can cut all
 * connections, and hold back what is sent.
 */
public final class DatabaseProxy implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int BUFFER = 1 << 16;
  private static final int CONNECT_MILLIS = 5_000;

  private final int serverPort;
  private final ServerSocket socket;
  private final List<Socket> open = new ArrayList<>();
  private boolean stalled;

  private DatabaseProxy(int serverPort, ServerSocket socket) {
    this.serverPort = serverPort;
    this.socket = socket;
  }

  /** Listens on a free port for a server on this machine. */
  public static DatabaseProxy before(int serverPort) throws IOException {
    DatabaseProxy proxy =
        new DatabaseProxy(serverPort, new ServerSocket(0, 100, InetAddress.getByName(HOST)));
    proxy.run("database-proxy", proxy::accept);
    return proxy;
  }

  /** Where it listens. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Cuts all connections, on both sides (RST); new ones are taken. */
  public synchronized void sever() {
    for (Socket one : List.copyOf(open)) {
      cut(one);
    }
    open.clear();
  }

  /** Holds back what is sent from now on. */
  public synchronized void stall() {
    stalled = true;
  }

  /** Passes on what was held back. */
  public synchronized void resume() {
    stalled = false;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    resume();
    sever();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        run("database-proxy-connect", () -> connect(client));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException("The proxy before the database cannot accept", e);
        }
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(new InetSocketAddress(HOST, serverPort), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      synchronized (this) {
        open.add(client);
        open.add(server);
      }
      run("database-proxy-up", () -> pass(client, server));
      run("database-proxy-down", () -> pass(server, client));
    } catch (IOException e) {
      cut(client);
      cut(server);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        awaitPassage();
        out.write(buffer, 0, count);
      }
    } catch (IOException e) {
      cut(to); // the other side is to know
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
    }
  }

  private synchronized void awaitPassage() throws InterruptedException {
    while (stalled) {
      wait();
    }
  }

  private synchronized void close(Socket one) {
    open.remove(one);
    try {
      one.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cut(Socket one) {
    try {
      one.setSoLinger(true, 0);
    } catch (SocketException e) {
      // closed already
    }
    try {
      one.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
