package io.assay.flow.lineage;

import io.assay.model.Environment;
import io.assay.runtime.log.BackgroundThreads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events, one after the other, on a thread of its own: nobody waits for it. Where an event
 * cannot be sent, it is left out; that is logged once, until it works again. Thread-safe.
 */
final class LineageSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineageSender.class);

  /** There are few events: more than these wait only where the other end hangs. */
  private static final int MOST_WAITING = 100;

  /** Both queries of an application may write to one file. */
  private static final Object FILE = new Object();

  private final Environment.Lineage settings;
  private final HttpClient client;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          new BackgroundThreads("assay-lineage"));
  private volatile boolean failing;

  LineageSender(Environment.Lineage settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // the token goes nowhere else
            .connectTimeout(settings.timeout())
            .build();
  }

  /** Has an event sent. Returns at once. */
  void send(String event) {
    try {
      thread.execute(() -> sendNow(event));
    } catch (RejectedExecutionException e) {
      failed("%d events wait already".formatted(MOST_WAITING));
    }
  }

  /** Sends what waits, as far as that takes no longer than an answer may. */
  @Override
  public void close() {
    thread.shutdown();
    Duration patience = settings.timeout().plus(settings.timeout());
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void sendNow(String event) {
    try {
      if (settings.file().isPresent()) {
        append(Path.of(settings.file().get()), event + "\n");
      }
      if (settings.url().isPresent()) {
        post(settings.url().get(), event);
      }
      if (failing) {
        LOG.info("Events of lineage are sent again");
      }
      failing = false;
    } catch (IOException | RuntimeException e) {
      failed(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void failed(String why) {
    if (!failing) {
      LOG.warn(
          "An event of lineage could not be sent and is left out: {}. The pipeline goes on without; check lineage of the environment.",
          why);
    }
    failing = true;
  }

  private static void append(Path file, String line) throws IOException {
    synchronized (FILE) {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    }
  }

  private void post(String url, String event) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(event));
    settings
        .token()
        .ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("the answer is " + status);
    }
  }
}
