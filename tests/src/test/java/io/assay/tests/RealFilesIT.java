package io.assay.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.assay.sandbox.Sandbox;
import io.assay.tests.AssayCommand.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The three sheets that a plant really uploaded, through every job: what is wrong with them is
 * known, and nothing else must be found. The sheets are not part of the repository; without them
 * the tests are skipped.
 */
class RealFilesIT {
  private static final Path SHEETS =
      Repository.root().resolveSibling("shared").resolve("data").resolve("aerothon");
  private static final List<String> NAMES =
      List.of("assembly.csv", "sub-assembly.csv", "fabrication.csv");

  /** Who every finding is about: the key of the row, or what was found if there is no row. */
  private static final String FINDINGS =
      """
      select f.kind || '.' || f.rule,
             coalesce(i.item_id, s.assembly_id, a.sub_assembly_id || '_' || a.sub_machine_id, f.value)
      from assay.finding f
      left join item i on not i.assay_stub
        and (i.assay_topic, i.assay_partition, i.assay_offset) = (f.topic, f.partition, f.record_offset)
      left join sub_assembly s on (s.assay_topic, s.assay_partition, s.assay_offset) = (f.topic, f.partition, f.record_offset)
      left join assembly a on (a.assay_topic, a.assay_partition, a.assay_offset) = (f.topic, f.partition, f.record_offset)
      """;

  @TempDir static Path folder;
  private static Sandbox sandbox;
  private static Connection whole;
  private static Connection pieces;

  @BeforeAll
  static void feedAndRun() throws SQLException, IOException {
    assumeTrue(
        NAMES.stream().allMatch(name -> Files.isReadable(SHEETS.resolve(name))),
        "the real sheets are not in " + SHEETS);
    sandbox = Sandbox.start(folder.resolve("sandbox"));
    List<String> feed = new ArrayList<>(List.of("feed", "files"));
    NAMES.forEach(name -> feed.add(SHEETS.resolve(name).toString()));
    feed.addAll(List.of("--env", sandbox.environmentFile().toString()));
    succeed(feed);
    whole = run("whole");
    pieces = run("pieces", "--max-offsets-per-trigger", "40", "--max-bytes-per-batch", "1");
  }

  @AfterAll
  static void end() throws SQLException {
    if (whole != null) {
      whole.close();
    }
    if (pieces != null) {
      pieces.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  /** Lands and refines the topics into an empty lake and an empty database. */
  private static Connection run(String name, String... options) throws SQLException, IOException {
    List<String> run = new ArrayList<>(List.of("run", "manufacturing", "--until-caught-up"));
    run.addAll(List.of(options));
    run.addAll(List.of("--env", sandbox.freshEnvironment(name).toString()));
    run.addAll(List.of("--master", "local[2]", "--driver-memory", "1g"));
    succeed(run);
    return DriverManager.getConnection(
        sandbox.postgres().jdbcUrl(name),
        sandbox.user(),
        Files.readString(sandbox.passwordFile()).strip());
  }

  private static void succeed(List<String> arguments) {
    Outcome outcome =
        AssayCommand.run(Map.of("ASSAY_HOLD", "0 seconds"), arguments.toArray(new String[0]));
    assertThat(outcome.status()).as(outcome.errors()).isZero();
  }

  @Test
  void everyRowIsAccountedFor() throws SQLException {
    String counts =
        """
        select t.topic || ': ' || sum(t.raw) filter (where b.source <> 'held') || ' read, ' || sum(t.applied) || ' applied, '
               || sum(t.quarantined) || ' quarantined'
        from assay.batch_topic t join assay.batch b using (batch_id) group by t.topic
        """;
    assertThat(column(whole, counts))
        .containsExactlyInAnyOrder(
            "fabrication: 28 read, 27 applied, 1 quarantined",
            "sub-assembly: 42 read, 42 applied, 0 quarantined",
            "assembly: 31 read, 28 applied, 3 quarantined");
    assertThat(column(whole, "select topic from assay.held")).isEmpty();
  }

  @Test
  void nothingElseIsFound() throws SQLException {
    Map<String, Integer> counts = new TreeMap<>();
    findings(whole).forEach((rule, found) -> counts.put(rule, found.size()));

    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("fabrication.ambiguous", 4),
                Map.entry("fabrication.duplicate-item", 1),
                Map.entry("fabrication.material-known", 1),
                Map.entry("fabrication.material-spacing", 1),
                Map.entry("sub_assembly.machine-shared", 1),
                Map.entry("sub_assembly.orphan-item", 37),
                Map.entry("sub_assembly.process-spelling", 14),
                Map.entry("assembly.orphan-sub_machine", 3),
                Map.entry("assembly.process-pair", 29),
                Map.entry("assembly.process-spelling", 4),
                Map.entry("assembly.stage-order", 2)));
  }

  @Test
  void findingsDoNotDependOnHowRecordsFallIntoBatches() throws SQLException {
    assertThat(column(pieces, "select batch_id from assay.batch where source = 'lake'"))
        .hasSizeGreaterThan(1);
    assertThat(withoutSharedMachine(findings(pieces)))
        .isEqualTo(withoutSharedMachine(findings(whole)));
    assertThat(findings(pieces).get("sub_assembly.machine-shared")).hasSize(1);
  }

  @Test
  void anItemThatStandsTwiceInItsSheetIsAppliedOnce() throws SQLException {
    assertThat(findings(whole).get("fabrication.duplicate-item"))
        .singleElement()
        .asString()
        .startsWith("T124, ");
    assertThat(column(whole, "select out_date::text from item where item_id = 'T124'"))
        .containsExactly("2020-02-21");
  }

  @Test
  void datesThatCanBeReadInTwoWaysAreLeftEmpty() throws SQLException {
    assertThat(findings(whole).get("fabrication.ambiguous"))
        .containsExactly("T104", "T112", "T119", "T126");
    assertThat(
            column(
                whole,
                "select item_id from item where out_date is null and not assay_stub order by 1"))
        .containsExactly("T104", "T112", "T119", "T126");
  }

  @Test
  void fiveSubAssembliesHaveAKnownItemAndTheOthersAStub() throws SQLException {
    assertThat(
            column(
                whole,
                "select item_id from sub_assembly join item using (item_id) where not item.assay_stub order by 1"))
        .containsExactly("T101", "T102", "T111", "T118", "T119");
    assertThat(column(whole, "select item_id from item where assay_stub")).hasSize(37);
  }

  @Test
  void twoAssembliesNameASubAssemblyAndItsMachine() throws SQLException {
    assertThat(
            column(
                whole,
                """
                select a.sub_assembly_id || '_' || a.sub_machine_id
                from assembly a join sub_assembly s on (s.assembly_id, s.machine_id) = (a.sub_assembly_id, a.sub_machine_id)
                order by 1
                """))
        .containsExactly("SAWM3036_FA_WM128", "SAWM3042_FA_WM134");
    assertThat(findings(whole).get("assembly.process-pair"))
        .doesNotContain("SAWM3036_FA_WM128", "SAWM3042_FA_WM134");
  }

  @Test
  void assembliesOnUnknownMachinesAreQuarantined() throws SQLException {
    assertThat(findings(whole).get("assembly.orphan-sub_machine"))
        .containsExactly("FA_WM166", "FA_WM167", "FA_WM168");
    assertThat(column(whole, "select topic from assay.quarantine"))
        .containsExactlyInAnyOrder("assembly", "assembly", "assembly", "fabrication");
  }

  @Test
  void twoAssembliesBeginBeforeTheirSubAssemblyEndsAndNoSubAssemblyBeforeItsItem()
      throws SQLException {
    assertThat(
            column(
                whole,
                "select machine_id from assembly where 'stage-order' = any (assay_warnings) order by 1"))
        .containsExactly("MAII1017ECME3020082", "MAII1017ECME3020085");
  }

  @Test
  void aMachineInUseTwiceIsAFindingOfTheLaterSubAssembly() throws SQLException {
    assertThat(findings(whole).get("sub_assembly.machine-shared"))
        .isSubsetOf("SAWM3031", "SAWM3032");
    assertThat(
            column(
                whole,
                "select assembly_id from sub_assembly where machine_id = 'FA_WM124' order by 1"))
        .containsExactly("SAWM3031", "SAWM3032");
  }

  @Test
  void spellingIsToldAndSpacesAndDotsAreTakenAway() throws SQLException {
    assertThat(values("material-spacing")).containsExactly(" plastic");
    assertThat(values("material-known")).containsExactly("plastic");
    assertThat(values("process-spelling"))
        .containsExactlyElementsOf(
            Stream.of(
                    Collections.nCopies(4, "Complaince"),
                    Collections.nCopies(7, "Mechanical assembly"),
                    Collections.nCopies(7, "Weld Assembly."))
                .flatMap(List::stream)
                .toList());
    assertThat(column(whole, "select name from process where name ~ '[. ]$|^ '")).isEmpty();
  }

  @Test
  void whatTheSheetRepeatsStandsOnce() throws SQLException {
    assertThat(column(whole, "select part_id::text from part")).hasSize(12);
    assertThat(column(whole, "select item_id from item where part_id is not null")).hasSize(27);
  }

  private static List<String> values(String rule) throws SQLException {
    return column(
        whole,
        "select value from assay.finding where rule = '%s' order by value collate \"C\""
            .formatted(rule));
  }

  /** Which of two records of the same instant is the later one, their partitions decide. */
  private static Map<String, List<String>> withoutSharedMachine(
      Map<String, List<String>> findings) {
    Map<String, List<String>> others = new TreeMap<>(findings);
    others.remove("sub_assembly.machine-shared");
    return others;
  }

  private static Map<String, List<String>> findings(Connection connection) throws SQLException {
    Map<String, List<String>> findings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FINDINGS)) {
      while (rows.next()) {
        findings
            .computeIfAbsent(rows.getString(1), rule -> new ArrayList<>())
            .add(rows.getString(2));
      }
    }
    findings.values().forEach(Collections::sort);
    return findings;
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
