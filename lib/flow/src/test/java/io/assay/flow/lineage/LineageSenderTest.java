package io.assay.flow.lineage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.assay.flow.refine.LogLines;
import io.assay.model.Environment;
import io.assay.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageSenderTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private HttpServer server;
  @TempDir Path folder;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/lineage",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          received.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + body);
          if (body.equals("hang")) {
            try {
              hanging.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          exchange.sendResponseHeaders(body.equals("bad") ? 500 : 201, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    hanging.countDown();
    server.stop(0);
  }

  @Test
  void anEventIsPostedWithTheTokenAndAddedToTheFile() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "abc\n");
    Path file = Files.writeString(folder.resolve("lineage.ndjson"), "before\n");
    try (LineageSender sender =
        new LineageSender(
            new Environment.Lineage(
                Optional.of(url()),
                Optional.of(file.toString()),
                "plant",
                Optional.of(new Secret.FromFile(token.toString())),
                Duration.ofSeconds(5)))) {
      sender.send("{\"first\":1}");
      sender.send("{\"second\":2}");
    }

    assertThat(received)
        .containsExactly(
            "Bearer abc application/json {\"first\":1}",
            "Bearer abc application/json {\"second\":2}");
    assertThat(file).hasContent("before\n{\"first\":1}\n{\"second\":2}");
  }

  @Test
  void aRefusalIsLoggedOnceUntilItWorksAgain() {
    try (LogLines log = LogLines.of(LineageSender.class, Level.WARN)) {
      try (LineageSender sender = new LineageSender(to(url()))) {
        List.of("bad", "bad", "good", "bad").forEach(sender::send);
      }

      assertThat(log.lines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("the answer is 500"));
    }
    assertThat(received).hasSize(4);
  }

  @Test
  void nobodyWaitsForAServiceThatHangs() {
    Instant begun = Instant.now();
    try (LineageSender sender = new LineageSender(to(url()))) {
      for (int i = 0; i < 1000; i++) {
        sender.send("hang");
      }
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  private String url() {
    return "http://127.0.0.1:%d/lineage".formatted(server.getAddress().getPort());
  }

  private static Environment.Lineage to(String url) {
    return new Environment.Lineage(
        Optional.of(url), Optional.empty(), "plant", Optional.empty(), Duration.ofSeconds(2));
  }
}
