package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.assay.model.Environment;
import io.assay.model.Field.Ambiguity;
import io.assay.model.Format;
import io.assay.model.OrphanPolicy;
import io.assay.model.Pipeline;
import io.assay.model.RecordKind;
import io.assay.model.Rule;
import io.assay.model.Secret;
import io.assay.model.Severity;
import io.assay.model.Source.NameMatching;
import io.assay.model.Table;
import io.assay.model.Table.Keep;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest files that mean something, and files with every key. */
class ReferenceFilesTest {
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
  void theReferenceEnvironmentReadsAsWritten() {
    Environment environment = Example.environmentFile().environment();

    assertThat(environment.kafka().options())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("max.poll.records", "500")
        .containsEntry("ssl.truststore.type", "PEM");
    assertThat(environment.kafka().secrets())
        .containsEntry("sasl.jaas.config", new Secret.FromEnvironment("KAFKA_JAAS"))
        .containsEntry("ssl.key.password", new Secret.FromFile("/run/secrets/key"));
    assertThat(environment.lake().root()).isEqualTo("s3a://plant/assay");
    assertThat(environment.database().url())
        .isEqualTo("jdbc:postgresql://db.plant:5432/plant?sslmode=verify-full");
    assertThat(environment.database().lockTimeout()).isEqualTo(Duration.ofMillis(500));
  }

  @ParameterizedTest
  @MethodSource("pipelineSections")
  void theReferencePipelineHasEveryKey(Section section) {
    Set<String> keys = new HashSet<>(keys(section, Example.pipelineFile()));
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
