package io.assay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.runtime.ExitStatus;
import io.assay.sandbox.KafkaBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedMainTest {
  @TempDir static Path directory;

  private static KafkaBroker broker;
  private static Path environment;

  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final PrintStream systemOutput = System.out;
  private final PrintStream systemErrors = System.err;

  @BeforeAll
  static void startKafka() throws IOException {
    broker = KafkaBroker.start(directory.resolve("kafka"));
    environment = environment("environment.conf", broker.bootstrapServers(), "");
  }

  @AfterAll
  static void stopKafka() {
    broker.close();
  }

  @BeforeEach
  void captureOutput() {
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreOutput() {
    System.setOut(systemOutput);
    System.setErr(systemErrors);
  }

  private static Path environment(String name, String bootstrapServers, String options)
      throws IOException {
    return Files.writeString(
        directory.resolve(name),
        """
        environment = test
        kafka { bootstrap-servers = "%s", options { %s } }
        lake { root = "file:///tmp/none" }
        database { url = "jdbc:postgresql://127.0.0.1:1/none", user = none }
        """
            .formatted(bootstrapServers, options));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream().map(FeedMainTest::partition).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long expected = consumer.endOffsets(partitions).values().stream().mapToLong(end -> end).sum();
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (records.size() < expected) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  private static TopicPartition partition(PartitionInfo info) {
    return new TopicPartition(info.topic(), info.partition());
  }

  private static List<String> values(String topic) {
    return records(topic).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void eachFileGoesToTheTopicOfItsName() throws IOException {
    Path items = file("items.csv", "item id,item\nT101,tub\nT102,pump\n");
    Path parts = file("parts.csv", "name\nlid\n");

    ExitStatus status =
        FeedMain.run("files", "--env", environment.toString(), items.toString(), parts.toString());

    assertThat(status).describedAs(errors()).isEqualTo(ExitStatus.STOPPED);
    assertThat(values("items"))
        .containsExactlyInAnyOrder(
            "{\"item id\":\"T101\",\"item\":\"tub\"}", "{\"item id\":\"T102\",\"item\":\"pump\"}");
    assertThat(values("parts")).containsExactly("{\"name\":\"lid\"}");
    assertThat(output())
        .contains("items: topic made, partitions: 4")
        .contains(items + ": 2 rows sent to items (SHA-256 ");
  }

  @Test
  void keysAndHeadersArrive() throws IOException {
    Path file = file("orders.csv", "Number;what\n 7 ;tub\n");

    ExitStatus status =
        FeedMain.run(
            "files",
            "--env",
            environment.toString(),
            "--topic",
            "keyed",
            "--key",
            "number",
            "--delimiter",
            ";",
            "--format",
            "csv",
            "--partitions",
            "1",
            file.toString());

    assertThat(status).describedAs(errors()).isEqualTo(ExitStatus.STOPPED);
    ConsumerRecord<byte[], byte[]> record = records("keyed").get(0);
    assertThat(record.key()).asString().isEqualTo("7");
    assertThat(record.value()).asString().isEqualTo(" 7 ;tub");
    assertThat(record.headers())
        .extracting(Header::key)
        .containsExactly("assay.file", "assay.file.row", "assay.file.line", "assay.file.sha256");
    assertThat(record.headers().lastHeader("assay.file").value())
        .asString()
        .isEqualTo("orders.csv");
  }

  @Test
  void theOrderOfAPartitionIsTheOrderOfTheFile() throws IOException {
    String rows =
        String.join("\n", IntStream.range(0, 30_000).mapToObj(Integer::toString).toList());
    Path file = file("ordered.csv", "n\n" + rows);

    FeedMain.run("files", "--env", environment.toString(), "--partitions", "1", file.toString());

    List<String> expected =
        IntStream.range(0, 30_000).mapToObj(n -> "{\"n\":\"" + n + "\"}").toList();
    assertThat(values("ordered")).isEqualTo(expected);
  }

  @Test
  void aFaultInOneFileSendsNothingOfAny() throws IOException {
    Path good = file("untouched.csv", "a\n1\n");
    Path bad = file("bad.csv", "a,a\n1,2\n");

    ExitStatus status =
        FeedMain.run("files", "--env", environment.toString(), good.toString(), bad.toString());

    assertThat(status).isEqualTo(ExitStatus.USAGE);
    assertThat(errors()).contains("the columns 1 and 2 are both called 'a'");
    assertThat(output()).isEmpty();
  }

  @Test
  void aNameThatIsNoTopicIsRefused() throws IOException {
    Path file = file("my items.csv", "a\n1\n");

    assertThat(FeedMain.run("files", "--env", environment.toString(), file.toString()))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(errors()).contains("'my items' cannot be the name of a topic");
  }

  @Test
  void aBrokerThatIsAwayIsToldOfBeforeAnythingIsSent() throws IOException {
    Path away =
        environment(
            "away.conf", "127.0.0.1:1", "default.api.timeout.ms = 2000, request.timeout.ms = 1000");
    Path file = file("items2.csv", "a\n1\n");

    assertThat(FeedMain.run("files", "--env", away.toString(), file.toString()))
        .isEqualTo(ExitStatus.NOT_STARTED);
    assertThat(errors()).contains("in Kafka at 127.0.0.1:1").contains("Nothing was sent");
  }

  @Test
  void aRecordThatKafkaRefusesEndsTheFeedAndTellsWhatArrived() throws IOException {
    Path tooLarge = file("large.csv", "a\nsmall\n" + "x".repeat(2_000_000) + "\n");

    assertThat(
            FeedMain.run(
                "files", "--env", environment.toString(), "--partitions", "1", tooLarge.toString()))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(errors())
        .contains("did not take every record")
        .contains("Of 2 records handed over, it has acknowledged 1 in large");
    assertThat(values("large")).containsExactly("{\"a\":\"small\"}");
  }

  @Test
  void generatedRecordsArriveInTheirTopics() throws IOException {
    Path manifest = folder.resolve("manifest.json");

    ExitStatus status =
        FeedMain.run(
            "generate",
            "manufacturing",
            "--env",
            environment.toString(),
            "--records",
            "500",
            "--defects",
            "0.2",
            "--updates",
            "0.1",
            "--json",
            manifest.toString());

    assertThat(status).describedAs(errors()).isEqualTo(ExitStatus.STOPPED);
    int sum =
        records("fabrication").size() + records("sub-assembly").size() + records("assembly").size();
    assertThat(sum).isEqualTo(500);
    assertThat(output()).contains("500 records generated from seed 1").contains("update (applied)");
    assertThat(Files.readString(manifest))
        .startsWith(
            "{\"dataset\":\"manufacturing\",\"seed\":1,\"first_number\":101,\"records\":500,")
        .contains("\"fabrication\":" + records("fabrication").size());
  }

  @Test
  void aDryRunNeedsNoKafka() throws IOException {
    Path file = folder.resolve("records.ndjson");

    ExitStatus status =
        FeedMain.run(
            "generate",
            "manufacturing",
            "--records",
            "300",
            "--dry-run",
            file.toString(),
            "--defect",
            "tombstone=0.1,broken-json=0.1");

    assertThat(status).describedAs(errors()).isEqualTo(ExitStatus.STOPPED);
    assertThat(Files.readAllLines(file))
        .hasSize(300)
        .allMatch(line -> line.startsWith("{\"topic\":\""))
        .anyMatch(
            line -> line.contains("\"value\":null") && line.contains("\"class\":\"tombstone\""))
        .anyMatch(line -> line.contains("\"value_base64\":"));
  }

  @Test
  void somewhereToSendIsAskedFor() {
    assertThat(FeedMain.run("generate", "manufacturing")).isEqualTo(ExitStatus.USAGE);
    assertThat(errors()).contains("neither --env").contains("nor --dry-run");
  }

  @Test
  void aDefectThatDoesNotExistIsRefusedWithThoseThatDo() {
    assertThat(FeedMain.run("generate", "manufacturing", "--defect", "bad-dates=0.1"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(errors()).contains("there is no defect 'bad-dates'").contains("bad-date");
  }

  @Test
  void whereRecordsComeFromIsAskedFor() {
    assertThat(FeedMain.run()).isEqualTo(ExitStatus.USAGE);
    assertThat(errors()).contains("one of files, generate");
  }
}
