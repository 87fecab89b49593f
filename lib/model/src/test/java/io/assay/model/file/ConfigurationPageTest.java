package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/configuration.md} is what the parser knows. To write it anew: {@code mvn test -pl
 * lib/model -Dtest=ConfigurationPageTest -Dassay.write-page=true}.
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../../docs/configuration.md");

  @Test
  void theCheckedInPageIsWhatTheParserKnows() throws IOException {
    if (Boolean.getBoolean("assay.write-page")) {
      Files.writeString(PAGE, ConfigurationPage.text());
    }

    assertThat(PAGE)
        .as("write it anew with -Dtest=ConfigurationPageTest -Dassay.write-page=true")
        .hasContent(ConfigurationPage.text());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyExampleIsHoconAndGivesItsKey(Section.Key key) {
    assertThat(ConfigFactory.parseString(key.example()).root()).containsKey(key.name());
  }

  private static Stream<Section.Key> keys() {
    return Stream.of(PipelineSections.all(), EnvironmentSections.all(), CaseSections.all())
        .flatMap(List::stream)
        .flatMap(section -> section.keys().stream());
  }
}
