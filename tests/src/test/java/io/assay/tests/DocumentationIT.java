package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Table;
import io.assay.model.file.EnvironmentFile;
import io.assay.model.file.PipelineFile;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents show, done: their commands have the verbs and options, their queries run,
 * their pipelines parse, and the guide to a pipeline of one's own is followed step by step. (The
 * rights in docs/operations.md are tried by {@code DocumentedRightsTest} of lib/postgres, the
 * examples of docs/configuration.md by {@code ConfigurationPageTest} of lib/model.)
 */
class DocumentationIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern COMMAND =
      Pattern.compile("submit/assay ([a-z]+(?: [a-z]+)?)([^`|#\\n]*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern INLINE_QUERY = Pattern.compile("`(select [^`]*)`");
  private static final List<String> VERBS_IN_TWO_WORDS =
      List.of("sandbox", "feed", "quarantine", "breaker");

  private static final Map<List<String>, Outcome> HELP = new HashMap<>();

  @TempDir static Path folder;

  @Test
  void theCommandsHaveTheVerbsAndOptionsThatAreShown() {
    List<String> wrong = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult command : all(COMMAND, text(page))) {
        String[] words = command.group(1).split(" ");
        boolean two = words.length == 2 && VERBS_IN_TWO_WORDS.contains(words[0]);
        List<String> help = new ArrayList<>(List.of(words).subList(0, two ? 2 : 1));
        help.add("--help");
        Outcome outcome = HELP.computeIfAbsent(help, DocumentationIT::run);
        if (outcome.status() != 0) {
          wrong.add(page + ": no such verb: " + command.group());
        }
        for (MatchResult option : all(OPTION, command.group(2))) {
          String known =
              outcome.output()
                  + HELP.computeIfAbsent(List.of("--help"), DocumentationIT::run).output();
          if (!known.contains(option.group())) {
            wrong.add(page + ": no option " + option.group() + ": " + command.group());
          }
        }
      }
    }
    assertThat(HELP).hasSizeGreaterThan(10);
    assertThat(wrong).isEmpty();
  }

  private static Outcome run(List<String> arguments) {
    return AssayCommand.run(Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void theQueriesRunInADatabaseOfTheManufacturingPipeline() throws SQLException {
    TestEnvironment environment = TestEnvironment.create("documented");
    Outcome applied = environment.run("apply", "manufacturing");
    assertThat(applied.status()).as(applied.errors()).isZero();
    List<String> failed = new ArrayList<>();
    int run = 0;
    try (Connection connection = environment.connect();
        Statement statement = connection.createStatement()) {
      for (Path page : pages()) {
        for (String query : queries(text(page))) {
          try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.getMetaData().getColumnCount()).isPositive();
            run++;
          } catch (SQLException e) {
            failed.add(page + ": " + e.getMessage() + ": " + query);
          }
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(run).isGreaterThan(10);
  }

  @Test
  void theChangesOfAPipelineThatOperationsShowsParse() {
    String pipeline =
        """
        pipeline = orders
        source { topics = [orders], format = json }
        records { order {
          fields { id { from = id, type = text }, amount { from = amount, type = "decimal(12,2)" } }
          root = orders
          tables { orders { key = [id], columns { id = id } } }
        } }
        """;
    List<String> changes =
        blocks(text(page("docs/operations.md")), "hocon").stream()
            .filter(block -> !block.startsWith("lake "))
            .toList();

    assertThat(changes).isNotEmpty();
    for (String change : changes) {
      assertThat(PipelineFile.parse("operations.md", pipeline + change, Map.of()).tables())
          .extracting(Table::name)
          .containsExactly("orders");
    }
  }

  @Test
  void theLakesThatOperationsShowsParse() {
    String others =
        """
        environment = shown
        kafka { bootstrap-servers = "kafka:9092" }
        database { url = "jdbc:postgresql://database/assay", user = assay }
        """;
    List<String> lakes =
        blocks(text(page("docs/operations.md")), "hocon").stream()
            .filter(block -> block.startsWith("lake "))
            .toList();

    assertThat(lakes)
        .extracting(lake -> EnvironmentFile.parse("operations.md", others + lake, Map.of()).lake())
        .extracting(lake -> lake.root().replaceFirst(":.*", ""))
        .containsExactly("hdfs", "s3a");
  }

  @Test
  void theGuideToAPipelineOfOnesOwnHolds() throws IOException {
    String guide = text(page("docs/writing-a-pipeline.md"));
    Path orders = folder.resolve("orders.jsonl");
    Files.writeString(orders, blocks(guide, "json").get(0).replace(",\n ", ", "));
    TestEnvironment environment = TestEnvironment.create("guide");

    Outcome proposed = environment.run("propose", "--file", orders.toString(), "--topic", "orders");
    assertThat(proposed.status()).as(proposed.errors()).isZero();
    Path file = Files.writeString(folder.resolve("orders.conf"), proposed.output());
    assertThat(PipelineFile.parse(file).tables())
        .extracting(Table::name)
        .containsExactlyInAnyOrderElementsOf(tablesOf(guide));

    Files.writeString(folder.resolve("orders.cases.conf"), blocks(guide, "hocon").get(0));
    Outcome tested = environment.run("test", file.toString());
    assertThat(tested.status()).as(tested.output() + tested.errors()).isZero();
    assertThat(guide).contains("$ submit/assay test orders.conf\n" + tested.output().strip());
  }

  /** The names in the first column of the guide's table. */
  private static List<String> tablesOf(String guide) {
    List<String> names = new ArrayList<>();
    for (MatchResult row : all(Pattern.compile("(?m)^\\| (`[^|]*) \\| `"), guide)) {
      all(Pattern.compile("`(\\w+)`"), row.group(1)).forEach(name -> names.add(name.group(1)));
    }
    return names;
  }

  private static List<String> queries(String page) {
    List<String> queries = new ArrayList<>();
    blocks(page, "sql").stream().filter(block -> block.startsWith("select")).forEach(queries::add);
    all(INLINE_QUERY, page).forEach(query -> queries.add(query.group(1)));
    return queries;
  }

  private static List<String> blocks(String page, String language) {
    return all(BLOCK, page).stream()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  private static Path page(String name) {
    return ROOT.resolve(name);
  }

  /** Every page but the records of decisions, which tell of what was, in order. */
  private static List<Path> pages() {
    try (Stream<Path> docs = Files.walk(page("docs"))) {
      TreeSet<Path> pages = new TreeSet<>(List.of(page("README.md"), page("CONTRIBUTING.md")));
      docs.filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.startsWith(page("docs/adr")))
          .forEach(pages::add);
      return List.copyOf(pages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
