package io.assay.runtime.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private enum Start {
    EARLIEST,
    AT_THE_END
  }

  private static final Parameter<String> TOPIC = Parameter.text("TOPIC", "NAME", "what to read");
  private static final Parameter<Duration> INTERVAL = Parameter.duration("interval", "how often");
  private static final Parameter<Long> LIMIT = Parameter.count("limit", "at most so many");
  private static final Parameter<Start> START = Parameter.choice("start", Start.class, "where");
  private static final Parameter<Boolean> ONCE = Parameter.flag("once", "then end");

  private static final CommandLine COMMAND =
      CommandLine.named("copy", "Copies a topic")
          .argument(TOPIC)
          .requiredOption(INTERVAL)
          .option(LIMIT)
          .option(START)
          .option(ONCE)
          .example("copy items --interval 5s", "copies every five seconds")
          .build();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private Optional<Arguments> parse(String... args) {
    return COMMAND.parse(args, new PrintStream(printed));
  }

  @Test
  void valuesAreTyped() {
    Arguments arguments =
        parse("items", "--interval", "500ms", "--limit", "7", "--start", "at-the-end", "--once")
            .orElseThrow();

    assertThat(arguments.required(TOPIC)).isEqualTo("items");
    assertThat(arguments.required(INTERVAL)).isEqualTo(Duration.ofMillis(500));
    assertThat(arguments.value(LIMIT)).contains(7L);
    assertThat(arguments.value(START)).contains(Start.AT_THE_END);
    assertThat(arguments.has(ONCE)).isTrue();
  }

  @Test
  void whatIsNotGivenIsAbsent() {
    Arguments arguments = parse("items", "--interval", "2 minutes").orElseThrow();

    assertThat(arguments.value(LIMIT)).isEmpty();
    assertThat(arguments.has(ONCE)).isFalse();
    assertThat(arguments.required(INTERVAL)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void everyFaultIsToldWithTheUsage() {
    assertThatThrownBy(() -> parse("--limit", "0", "--start", "middle", "--fast"))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("'0' is not a whole number above zero")
        .hasMessageContaining("'middle' is none of earliest|at-the-end")
        .hasMessageContaining("Unknown option --fast")
        .hasMessageContaining("Missing argument TOPIC")
        .hasMessageContaining("Missing option --interval")
        .hasMessageContaining("Usage: copy [options] TOPIC");
  }

  @Test
  void aDurationNeedsItsUnit() {
    assertThatThrownBy(() -> parse("items", "--interval", "5"))
        .hasMessageContaining("'5' is not a length of time such as 500ms, 5s or \"2 minutes\"");
  }

  @Test
  void helpPrintsTheUsageAndNothingElseHappens() {
    assertThat(parse("--help")).isEmpty();
    assertThat(printed.toString()).contains("Usage: copy").contains("copies every five seconds");
  }

  @Test
  void anArgumentMayBeGivenSeveralTimes() {
    CommandLine send =
        CommandLine.named("send", "Sends topics").option(ONCE).arguments(TOPIC).build();

    Arguments arguments =
        send.parse(new String[] {"items", "--once", "parts"}, new PrintStream(printed))
            .orElseThrow();

    assertThat(arguments.all(TOPIC)).containsExactly("items", "parts");
    assertThatThrownBy(() -> send.parse(new String[] {"--once"}, new PrintStream(printed)))
        .hasMessageContaining("Missing argument TOPIC");
  }
}
