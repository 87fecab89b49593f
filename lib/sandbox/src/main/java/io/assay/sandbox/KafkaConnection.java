package io.assay.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/**
 * A few requests of Kafka's protocol, so that the sandbox needs no Kafka client on the class path
 * of its users.
 *
 * @see <a href="https://kafka.apache.org/protocol">the protocol</a>
 */
final class KafkaConnection implements AutoCloseable {
  private static final short METADATA = 3;
  private static final short API_VERSIONS = 18;
  private static final int TIMEOUT_MILLIS = 5_000;

  private final Socket socket;
  private int correlation;

  private KafkaConnection(Socket socket) {
    this.socket = socket;
  }

  static KafkaConnection open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(LoopbackPort.HOST, port), TIMEOUT_MILLIS);
      return new KafkaConnection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The same over TLS. */
  static KafkaConnection open(int port, SSLContext tls) throws IOException {
    Socket plain = open(port).socket;
    try {
      return new KafkaConnection(
          tls.getSocketFactory().createSocket(plain, LoopbackPort.HOST, port, true));
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Fails unless the broker answers an ApiVersions request, which needs no login. */
  void checkVersions() throws IOException {
    short error = call(API_VERSIONS, (short) 0, new byte[0]).getShort();
    if (error != 0) {
      throw new IOException("The broker answers ApiVersions with error " + error);
    }
  }

  /**
   * Fails unless the broker answers an ApiVersions request, and a Metadata request with at least
   * one broker.
   */
  void check() throws IOException {
    checkVersions();
    byte[] noTopics = ByteBuffer.allocate(Integer.BYTES).putInt(0).array();
    int brokers = call(METADATA, (short) 1, noTopics).getInt();
    if (brokers < 1) {
      throw new IOException("No broker has joined the cluster yet");
    }
  }

  private ByteBuffer call(short api, short version, byte[] body) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(request);
    byte[] client = "assay-sandbox".getBytes(StandardCharsets.UTF_8);
    header.writeShort(api);
    header.writeShort(version);
    header.writeInt(++correlation);
    header.writeShort(client.length);
    header.write(client);
    header.write(body);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(request.size());
    request.writeTo(out);
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    ByteBuffer answer = ByteBuffer.wrap(in.readNBytes(in.readInt()));
    int answered = answer.getInt();
    if (answered != correlation) {
      throw new IOException(
          "The broker answers request " + answered + " instead of " + correlation);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
