package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.assay.model.Environment;
import io.assay.model.Field;
import io.assay.model.Field.Ambiguity;
import io.assay.model.Format;
import io.assay.model.Format.Avro.Reader;
import io.assay.model.Format.Avro.Writer;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Secret;
import io.assay.model.Severity;
import io.assay.model.Source.NameMatching;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import io.assay.model.Topics;
import io.assay.model.Upkeep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest files that mean something, and files with every key. */
class ReferenceFilesTest {
  private static final String SCHEMA =
      "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"id\", \"type\": \"string\"}]}";

  static final List<String> FORMAT_FILES =
      List.of(
          "reference-avro.conf",
          "reference-avro-files.conf",
          "reference-debezium.conf",
          "reference-text.conf",
          "reference-csv.conf");

  @Test
  void aMinimalPipelineHasTheDefaults() {
    Pipeline pipeline = Example.of("minimal-pipeline.conf").pipeline();

    assertThat(pipeline.silver()).isTrue();
    assertThat(pipeline.description()).isEmpty();
    assertThat(pipeline.source().names()).isEqualTo(NameMatching.EXACT);
    RecordKind order = pipeline.kind("order");
    assertThat(order.when()).isEqualTo("true");
    assertThat(order.root()).isEqualTo("orders");
    assertThat(order.rootTable().keep()).isEqualTo(Keep.NEWEST);
    assertThat(order.rootTable().columns())
        .singleElement()
        .satisfies(column -> assertThat(column.nullable()).isFalse());
    assertThat(order.fields())
        .singleElement()
        .satisfies(field -> assertThat(field.ambiguity()).isEqualTo(Ambiguity.REJECT));
  }

  @Test
  void aMinimalEnvironmentHasTheDefaults() {
    Environment environment = Example.of("minimal-environment.conf").environment();

    assertThat(environment.database())
        .returns("public", Environment.Database::schema)
        .returns(Duration.ofMinutes(10), Environment.Database::statementTimeout)
        .returns(Duration.ofSeconds(30), Environment.Database::lockTimeout);
    assertThat(environment.database().password()).isEmpty();
    assertThat(environment.kafka().options()).isEmpty();
    assertThat(environment.kafka().consumerGroup("orders", "land")).contains("assay-orders-land");
    assertThat(environment.upkeep()).isEqualTo(Upkeep.DEFAULT);
  }

  @Test
  void aTableOfKeyColumnsKeepsTheFirstRowUnlessItIsTheRoot() {
    Pipeline pipeline = Example.pipelineFile().with(", keep = first }", " }").pipeline();

    assertThat(pipeline.kind("loan").table("book")).map(Table::keep).contains(Keep.FIRST);
  }

  @Test
  void theReferencePipelineReadsAsWritten() {
    Pipeline pipeline = Example.pipelineFile().pipeline();

    assertThat(pipeline.source().format())
        .isEqualTo(
            new Format.Csv(
                List.of("id", "name", "day of birth", "fee", "book", "Lent at"), ';', '\''));
    RecordKind loan = pipeline.kind("loan");
    assertThat(loan.rootTable().references())
        .extracting(Table.Reference::orphan)
        .containsExactly(
            new OrphanPolicy.Hold(Duration.ofHours(12), new OrphanPolicy.Reject()),
            new OrphanPolicy.Stub());
    assertThat(pipeline.kind("reader").rules())
        .extracting(Rule::severity)
        .contains(Severity.REJECT, Severity.WARN, Severity.FAIL);
  }

  @Test
  void aTopicPatternAndSchemasReadAsWritten() {
    Pipeline pipeline = Example.of("reference-avro.conf").pipeline();

    assertThat(pipeline.source().subscription())
        .isEqualTo(new Topics.Matching("plant\\.(orders|returns)"))
        .returns(true, topics -> topics.has("plant.orders"))
        .returns(false, topics -> topics.has("plant.orders.old"));
    assertThat(pipeline.source().format())
        .isEqualTo(new Format.Avro(new Writer.Given(SCHEMA), new Reader.Given(SCHEMA)));
    assertThat(pipeline.source().keyFormat())
        .isEqualTo(new Format.Text("(?<tenant>[a-z]+)/(?<id>.+)", Format.Encoding.UTF_16));
    assertThat(pipeline.source().needsRegistry()).isFalse();
    assertThat(pipeline.kind("order").field("tenant").orElseThrow().origin())
        .isEqualTo(new Field.Origin.KeyMember(List.of("tenant")));
    assertThat(pipeline.kind("order").field("shipped").orElseThrow().unit())
        .isEqualTo(Field.Unit.MICROS);
  }

  @Test
  void aSchemaFileIsPartOfTheDefinition() {
    Pipeline pipeline = schemaFiles();

    assertThat(pipeline.source().format())
        .isEqualTo(new Format.Avro(new Writer.Given(SCHEMA), new Reader.Given(SCHEMA)));
    assertThat(Rendered.of(pipeline).text()).contains("schema = ").doesNotContain("schema-file");
  }

  @Test
  void changeEventsInAvroNeedTheRegistry() {
    Pipeline pipeline = Example.of("reference-debezium.conf").pipeline();

    assertThat(pipeline.source().format())
        .isEqualTo(new Format.Debezium(Format.EventEncoding.AVRO));
    assertThat(pipeline.source().needsRegistry()).isTrue();
  }

  @Test
  void aDialectReadsAsWritten() {
    assertThat(Example.of("reference-csv.conf").pipeline().source().format())
        .isEqualTo(
            new Format.Csv(
                List.of("name", "price"),
                '\t',
                '\'',
                '\\',
                List.of("\\N", "NULL"),
                true,
                true,
                Format.ExtraColumns.IGNORE,
                Format.Encoding.ISO_8859_1));
  }

  /** The one whose other files are found beside it. */
  static Pipeline schemaFiles() {
    return PipelineFile.parse(
        Path.of("src/test/resources/io/assay/model/file/reference-avro-files.conf"));
  }

  @Test
  void theReferenceEnvironmentReadsAsWritten() {
    Environment environment = Example.environmentFile().environment();

    assertThat(environment.kafka().options())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("max.poll.records", "500")
        .containsEntry("ssl.truststore.type", "PEM");
    assertThat(environment.kafka().secrets())
        .containsEntry("sasl.jaas.config", new Secret.FromEnvironment("KAFKA_JAAS"))
        .containsEntry("ssl.key.password", new Secret.FromFile("/run/secrets/key"));
    assertThat(environment.lake())
        .isEqualTo(
            new Environment.Lake(
                "s3a://plant/assay",
                Map.of("fs.s3a.endpoint", "https://s3.plant"),
                Map.of("fs.s3a.secret.key", new Secret.FromEnvironment("LAKE_KEY"))));
    assertThat(environment.database().url())
        .isEqualTo("jdbc:postgresql://db.plant:5432/plant?sslmode=verify-full");
    assertThat(environment.database().lockTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(environment.registry())
        .contains(
            new Environment.Registry(
                "https://registry.plant:8081/apis/ccompat/v7",
                Optional.of("reader"),
                Optional.of(new Secret.FromEnvironment("REGISTRY_PASSWORD")),
                Optional.of("/etc/plant/ca.p12"),
                Optional.of(new Secret.FromFile("/run/secrets/trust")),
                Duration.ofSeconds(10)));
    assertThat(environment.kafka().consumerGroups()).contains("plant.");
    assertThat(environment.lineage())
        .contains(
            new Environment.Lineage(
                Optional.of("https://lineage.plant/api/v1/lineage"),
                Optional.of("/var/log/plant/lineage.ndjson"),
                "plant",
                Optional.of(new Secret.FromEnvironment("LINEAGE_TOKEN")),
                Duration.ofSeconds(2)));
    assertThat(environment.upkeep())
        .isEqualTo(
            new Upkeep(
                Optional.empty(),
                256_000_000,
                Duration.ofDays(1),
                Duration.ofDays(14),
                Duration.ofDays(90)));
  }

  @ParameterizedTest
  @MethodSource("pipelineSections")
  void theReferencePipelinesHaveEveryKey(Section section) {
    Set<String> keys = new HashSet<>(keys(section, Example.pipelineFile()));
    FORMAT_FILES.forEach(file -> keys.addAll(keys(section, Example.of(file))));
    keys.addAll(keys(section, Example.nestedFile()));
    assertThat(keys).containsExactlyInAnyOrderElementsOf(section.names());
  }

  @ParameterizedTest
  @MethodSource("environmentSections")
  void theReferenceEnvironmentHasEveryKey(Section section) {
    assertThat(keys(section, Example.environmentFile()))
        .containsExactlyInAnyOrderElementsOf(section.names());
  }

  private static Stream<Section> pipelineSections() {
    return PipelineSections.all().stream();
  }

  private static Stream<Section> environmentSections() {
    return EnvironmentSections.all().stream();
  }

  /**
   * The keys that stand in the places of a section; a column or an orphan policy may also be a
   * plain value.
   */
  private static Set<String> keys(Section section, Example example) {
    Set<String> keys = new HashSet<>();
    for (String path : section.path().split(", ")) {
      List<String> steps = path.isEmpty() ? List.of() : Arrays.asList(path.split("\\."));
      collect(ConfigFactory.parseString(example.text()).resolve().root(), steps, keys);
    }
    return keys;
  }

  private static void collect(ConfigValue value, List<String> steps, Set<String> keys) {
    if (!(value instanceof ConfigObject object)) {
      return;
    }
    if (steps.isEmpty()) {
      keys.addAll(object.keySet());
      return;
    }
    List<String> rest = steps.subList(1, steps.size());
    object.forEach(
        (name, member) -> {
          if (steps.get(0).startsWith("<") || steps.get(0).equals(name)) {
            collect(member, rest, keys);
          }
        });
  }
}
