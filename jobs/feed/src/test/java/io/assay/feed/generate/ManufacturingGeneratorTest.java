package io.assay.feed.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import io.assay.model.AssayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManufacturingGeneratorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter DAY_FIRST = strict("d/M/uuuu");
  private static final DateTimeFormatter MONTH_FIRST = strict("M/d/uuuu");

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  }

  private static GeneratorOptions options(long records, Map<RecordClass, Double> shares) {
    return new GeneratorOptions(records, GeneratorOptions.DEFAULT_FIRST_NUMBER, shares);
  }

  private static Map<RecordClass, Double> everything(double share) {
    Map<RecordClass, Double> shares = new EnumMap<>(RecordClass.class);
    for (RecordClass recordClass : RecordClass.values()) {
      if (recordClass != RecordClass.REGULAR) {
        shares.put(recordClass, share);
      }
    }
    return shares;
  }

  private static List<GeneratedRecord> generate(long seed, GeneratorOptions options) {
    List<GeneratedRecord> records = new ArrayList<>();
    new ManufacturingGenerator(seed, options).forEachRemaining(records::add);
    return records;
  }

  private static List<JsonNode> rows(
      List<GeneratedRecord> records, Stage stage, RecordClass... classes) {
    return records.stream()
        .filter(record -> record.stage() == stage)
        .filter(record -> List.of(classes).contains(record.recordClass()))
        .map(ManufacturingGeneratorTest::row)
        .toList();
  }

  private static JsonNode row(GeneratedRecord record) {
    try {
      return JSON.readTree(record.record().value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalDate dayFirst(JsonNode row, String column) {
    return LocalDate.parse(row.get(column).textValue(), DAY_FIRST);
  }

  private static LocalDate monthFirst(JsonNode row, String column) {
    return LocalDate.parse(row.get(column).textValue(), MONTH_FIRST);
  }

  private static String fingerprint(List<GeneratedRecord> records) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (GeneratedRecord generated : records) {
      OutgoingRecord record = generated.record();
      digest.update(record.topic().getBytes(StandardCharsets.UTF_8));
      digest.update(record.key() == null ? new byte[] {1} : record.key());
      digest.update(record.value() == null ? new byte[] {2} : record.value());
      digest.update(record.headers().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(generated.recordClass().label().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws Exception {
    GeneratorOptions options = options(5_000, everything(0.03));

    assertThat(fingerprint(generate(7, options))).isEqualTo(fingerprint(generate(7, options)));
    assertThat(fingerprint(generate(7, options))).isNotEqualTo(fingerprint(generate(8, options)));
  }

  @Test
  void theBytesOfASeedNeverChange() throws Exception {
    assertThat(fingerprint(generate(1, options(2_000, everything(0.03)))))
        .isEqualTo("0f6066c35d7b6570567f29bfeceef648767afdb1a54db9ee71dbf2a3bd979231");
  }

  @Test
  void fewerRecordsAreTheFirstOfMore() {
    List<GeneratedRecord> more = generate(3, options(1_000, Map.of(RecordClass.UPDATE, 0.2)));
    List<GeneratedRecord> fewer = generate(3, options(400, Map.of(RecordClass.UPDATE, 0.2)));

    assertThat(fewer).hasSize(400);
    assertThat(fewer)
        .extracting(record -> new String(record.record().value(), StandardCharsets.UTF_8))
        .isEqualTo(
            more.subList(0, 400).stream()
                .map(record -> new String(record.record().value(), StandardCharsets.UTF_8))
                .toList());
  }

  @Test
  void regularRecordsAreInTheProportionOfTheSheets() {
    List<GeneratedRecord> records = generate(1, GeneratorOptions.regular(10_100));
    Map<Stage, Long> counts =
        records.stream()
            .collect(Collectors.groupingBy(GeneratedRecord::stage, Collectors.counting()));

    assertThat(counts.get(Stage.FABRICATION)).isCloseTo(2_800, within(5L));
    assertThat(counts.get(Stage.SUB_ASSEMBLY)).isCloseTo(4_200, within(5L));
    assertThat(counts.get(Stage.ASSEMBLY)).isCloseTo(3_100, within(5L));
    assertThat(records).allMatch(record -> record.recordClass() == RecordClass.REGULAR);
  }

  @Test
  void rowsHaveTheSheetsColumns() {
    List<GeneratedRecord> records = generate(1, GeneratorOptions.regular(100));

    assertThat(rows(records, Stage.FABRICATION, RecordClass.REGULAR).get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "item", "item id", "raw material", "Quantity", "in date", "out date", "revision");
    assertThat(rows(records, Stage.SUB_ASSEMBLY, RecordClass.REGULAR).get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "Assembly ID",
            "process",
            "Item ID",
            "Machine ID",
            "start date",
            "end date",
            "revision");
    assertThat(rows(records, Stage.ASSEMBLY, RecordClass.REGULAR).get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "process", "Process ID", "Machine ID", "Start Date ", "END DATE", "revision");
  }

  @Test
  void keysAreTheIds() {
    for (GeneratedRecord record : generate(1, GeneratorOptions.regular(500))) {
      String column =
          switch (record.stage()) {
            case FABRICATION -> "item id";
            case SUB_ASSEMBLY -> "Assembly ID";
            case ASSEMBLY -> "Process ID";
          };
      assertThat(new String(record.record().key(), StandardCharsets.UTF_8))
          .isEqualTo(row(record).get(column).textValue());
    }
  }

  @Test
  void stagesAreInOrderWhicheverVersionsMeet() {
    List<GeneratedRecord> records =
        generate(5, options(20_000, Map.of(RecordClass.UPDATE, 0.3, RecordClass.LATE, 0.1)));
    RecordClass[] good = {RecordClass.REGULAR, RecordClass.UPDATE, RecordClass.LATE};
    Map<String, LocalDate> itemsOut = new HashMap<>();
    Map<String, LocalDate> partsEnd = new HashMap<>();
    for (JsonNode row : rows(records, Stage.FABRICATION, good)) {
      itemsOut.merge(
          row.get("item id").textValue(),
          dayFirst(row, "out date"),
          (a, b) -> a.isAfter(b) ? a : b);
      assertThat(dayFirst(row, "out date")).isAfterOrEqualTo(dayFirst(row, "in date"));
    }
    for (JsonNode row : rows(records, Stage.SUB_ASSEMBLY, good)) {
      String part = row.get("Assembly ID").textValue() + "_" + row.get("Machine ID").textValue();
      partsEnd.merge(part, monthFirst(row, "end date"), (a, b) -> a.isAfter(b) ? a : b);
      assertThat(monthFirst(row, "start date"))
          .isAfterOrEqualTo(itemsOut.get(row.get("Item ID").textValue()));
      assertThat(monthFirst(row, "end date")).isAfterOrEqualTo(monthFirst(row, "start date"));
    }
    List<JsonNode> assemblies = rows(records, Stage.ASSEMBLY, good);
    assertThat(assemblies).isNotEmpty();
    for (JsonNode row : assemblies) {
      assertThat(monthFirst(row, "Start Date "))
          .isAfterOrEqualTo(partsEnd.get(row.get("Process ID").textValue()));
      assertThat(monthFirst(row, "END DATE")).isAfterOrEqualTo(monthFirst(row, "Start Date "));
    }
  }

  @Test
  void whatARecordRefersToWasSentBeforeIt() {
    Set<String> sent = new HashSet<>();
    for (GeneratedRecord record : generate(5, options(5_000, Map.of(RecordClass.UPDATE, 0.1)))) {
      JsonNode row = row(record);
      if (record.stage() == Stage.SUB_ASSEMBLY) {
        assertThat(sent).contains(row.get("Item ID").textValue());
        sent.add(row.get("Assembly ID").textValue() + "_" + row.get("Machine ID").textValue());
      } else if (record.stage() == Stage.ASSEMBLY) {
        assertThat(sent).contains(row.get("Process ID").textValue());
      } else {
        sent.add(row.get("item id").textValue());
      }
    }
  }

  @Test
  void updatesCountRevisionsUpAndLateRecordsComeAfterANewerOne() {
    Map<String, Integer> newest = new HashMap<>();
    for (GeneratedRecord record :
        generate(9, options(10_000, Map.of(RecordClass.UPDATE, 0.2, RecordClass.LATE, 0.1)))) {
      String key = new String(record.record().key(), StandardCharsets.UTF_8);
      int revision = row(record).get("revision").intValue();
      switch (record.recordClass()) {
        case REGULAR -> assertThat(newest.put(key, revision)).isNull();
        case UPDATE -> assertThat(newest.put(key, revision)).isEqualTo(revision - 1);
        default -> assertThat(newest.get(key)).isGreaterThan(revision);
      }
    }
  }

  @Test
  void lateRecordsGetANewerOneBeforeThemEvenWithoutUpdates() {
    List<GeneratedRecord> records = generate(9, options(2_000, Map.of(RecordClass.LATE, 0.1)));

    assertThat(records).anyMatch(record -> record.recordClass() == RecordClass.UPDATE);
    assertThat(records).anyMatch(record -> record.recordClass() == RecordClass.LATE);
  }

  @Test
  void anUploadHoldsAKeyOnceExceptForDuplicates() {
    Set<String> seen = new HashSet<>();
    Map<RecordClass, Double> shares =
        Map.of(RecordClass.UPDATE, 0.3, RecordClass.LATE, 0.1, RecordClass.DUPLICATE_ITEM, 0.05);
    for (GeneratedRecord record : generate(11, options(10_000, shares))) {
      String place =
          new String(record.record().key(), StandardCharsets.UTF_8) + " in " + sha256(record);
      assertThat(seen.add(place)).isEqualTo(record.recordClass() != RecordClass.DUPLICATE_ITEM);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 42, 4711})
  void sharesAreKept(long seed) {
    Map<RecordClass, Double> shares = everything(0.02);
    shares.put(RecordClass.UPDATE, 0.15);
    shares.put(RecordClass.LATE, 0.05);
    Map<RecordClass, Long> counts =
        generate(seed, options(50_000, shares)).stream()
            .collect(Collectors.groupingBy(GeneratedRecord::recordClass, Collectors.counting()));

    shares.forEach(
        (recordClass, share) ->
            assertThat(counts.getOrDefault(recordClass, 0L) / 50_000.0)
                .describedAs(recordClass.label())
                .isCloseTo(share, within(0.1 * share + 0.001)));
  }

  @ParameterizedTest
  @EnumSource(RecordClass.class)
  void everyClassCanBeHadInAShortRun(RecordClass recordClass) {
    if (recordClass == RecordClass.REGULAR) {
      assertThat(generate(1, GeneratorOptions.regular(200))).hasSize(200);
      return;
    }
    assertThat(generate(1, options(200, Map.of(recordClass, 0.3))))
        .hasSize(200)
        .filteredOn(record -> record.recordClass() == recordClass)
        .hasSizeBetween(30, 90);
  }

  @Test
  void recordsAreUniqueInTheirRowOfAnUpload() {
    Set<String> rows = new HashSet<>();
    for (GeneratedRecord record : generate(4, options(5_000, everything(0.03)))) {
      if (!record.record().headers().isEmpty()) {
        assertThat(rows.add(record.record().headers().toString())).isTrue();
      }
    }
  }

  @Test
  void duplicatesStandInTheUploadOfTheirOriginal() {
    Map<String, String> uploads = new HashMap<>();
    check(
        RecordClass.DUPLICATE_ITEM,
        record -> uploads.putIfAbsent(key(record), sha256(record)),
        record -> assertThat(uploads.get(key(record))).isEqualTo(sha256(record)));
  }

  @Test
  void ambiguousDatesAreRightOnlyTheOtherWayRound() {
    check(
        RecordClass.AMBIGUOUS_DATE,
        record -> {
          DateTimeFormatter own = record.stage() == Stage.FABRICATION ? DAY_FIRST : MONTH_FIRST;
          DateTimeFormatter other = own == DAY_FIRST ? MONTH_FIRST : DAY_FIRST;
          String first = dates(record).get(0);
          String last = dates(record).get(1);
          assertThat(LocalDate.parse(last, own)).isBefore(LocalDate.parse(first, own));
          assertThat(LocalDate.parse(last, other)).isAfter(LocalDate.parse(first, own));
          assertThatThrownBy(() -> LocalDate.parse(first, other)).isNotNull();
        });
  }

  @Test
  void datesBeforeTheFirstAreSoHoweverTheyAreRead() {
    check(
        RecordClass.OUT_BEFORE_IN,
        record -> {
          DateTimeFormatter own = record.stage() == Stage.FABRICATION ? DAY_FIRST : MONTH_FIRST;
          DateTimeFormatter other = own == DAY_FIRST ? MONTH_FIRST : DAY_FIRST;
          String first = dates(record).get(0);
          String last = dates(record).get(1);
          assertThat(LocalDate.parse(last, own)).isBefore(LocalDate.parse(first, own));
          assertThatThrownBy(() -> LocalDate.parse(first, other)).isNotNull();
          assertThatThrownBy(() -> LocalDate.parse(last, other)).isNotNull();
        });
  }

  @Test
  void badDatesAreNoneEitherWay() {
    check(
        RecordClass.BAD_DATE,
        record -> {
          assertThatThrownBy(() -> LocalDate.parse(dates(record).get(1), DAY_FIRST)).isNotNull();
          assertThatThrownBy(() -> LocalDate.parse(dates(record).get(1), MONTH_FIRST)).isNotNull();
        });
  }

  @Test
  void orphansReferToWhatNeverComes() {
    Set<String> ids = new HashSet<>();
    Set<String> missing = new HashSet<>();
    for (GeneratedRecord record :
        generate(
            6,
            options(
                5_000, Map.of(RecordClass.ORPHAN_ITEM, 0.05, RecordClass.UNKNOWN_MACHINE, 0.05)))) {
      JsonNode row = row(record);
      switch (record.recordClass()) {
        case ORPHAN_ITEM -> missing.add(row.get("Item ID").textValue());
        case UNKNOWN_MACHINE ->
            missing.add(row.get("Process ID").textValue().replaceFirst("[^_]*_", ""));
        default -> {
          if (record.stage() == Stage.FABRICATION) {
            ids.add(row.get("item id").textValue());
          } else if (record.stage() == Stage.SUB_ASSEMBLY) {
            ids.add(row.get("Machine ID").textValue());
          }
        }
      }
    }
    assertThat(missing).hasSizeGreaterThan(400).doesNotContainAnyElementsOf(ids);
    assertThat(missing).allMatch(id -> id.matches("WM[0-9]{3,9}|FA_WM[0-9]{3,9}"));
  }

  @Test
  void wrongPairsAreOfTwoSubAssemblies() {
    Map<String, String> machines = new HashMap<>();
    check(
        RecordClass.WRONG_PAIR,
        record -> {
          if (record.stage() == Stage.SUB_ASSEMBLY) {
            machines.put(key(record), row(record).get("Machine ID").textValue());
          }
        },
        record -> {
          String[] pair = key(record).split("_", 2);
          assertThat(machines).containsKey(pair[0]).containsValue(pair[1]);
          assertThat(machines.get(pair[0])).isNotEqualTo(pair[1]);
        });
  }

  @Test
  void stageOrderIsBrokenWhicheverVersionsMeet() {
    Map<String, LocalDate> earliest = new HashMap<>();
    List<GeneratedRecord> records =
        generate(6, options(5_000, Map.of(RecordClass.STAGE_ORDER, 0.1, RecordClass.UPDATE, 0.2)));
    for (JsonNode row : rows(records, Stage.FABRICATION, RecordClass.REGULAR, RecordClass.UPDATE)) {
      earliest.merge(
          row.get("item id").textValue(),
          dayFirst(row, "out date"),
          (a, b) -> a.isBefore(b) ? a : b);
    }
    for (JsonNode row :
        rows(records, Stage.SUB_ASSEMBLY, RecordClass.REGULAR, RecordClass.UPDATE)) {
      String part = row.get("Assembly ID").textValue() + "_" + row.get("Machine ID").textValue();
      earliest.merge(part, monthFirst(row, "end date"), (a, b) -> a.isBefore(b) ? a : b);
    }
    List<JsonNode> parts = rows(records, Stage.SUB_ASSEMBLY, RecordClass.STAGE_ORDER);
    List<JsonNode> assemblies = rows(records, Stage.ASSEMBLY, RecordClass.STAGE_ORDER);
    assertThat(parts)
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(monthFirst(row, "start date"))
                    .isBefore(earliest.get(row.get("Item ID").textValue())));
    assertThat(assemblies)
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(monthFirst(row, "Start Date "))
                    .isBefore(earliest.get(row.get("Process ID").textValue())));
  }

  @Test
  void onlySharedMachinesAreInUseTwice() {
    Map<String, JsonNode> owners = new HashMap<>();
    check(
        RecordClass.SHARED_MACHINE,
        record -> {
          if (record.stage() == Stage.SUB_ASSEMBLY) {
            assertThat(owners.put(row(record).get("Machine ID").textValue(), row(record))).isNull();
          }
        },
        record -> {
          JsonNode row = row(record);
          JsonNode owner = owners.get(row.get("Machine ID").textValue());
          assertThat(owner.get("Assembly ID")).isNotEqualTo(row.get("Assembly ID"));
          assertThat(row.get("start date")).isEqualTo(owner.get("start date"));
        });
  }

  @Test
  void sloppyTextIsOutsideTheKnownValues() {
    check(
        RecordClass.TEXT_HYGIENE,
        record -> {
          String column = record.stage() == Stage.FABRICATION ? "raw material" : "process";
          assertThat(row(record).get(column).textValue())
              .matches(
                  " .*|.* |.*[.]|Plastics|sheet steal|cast  aluminum|Mechanical assembly|Complaince|Electrical testing");
        });
  }

  @Test
  void somethingRequiredIsMissing() {
    check(
        RecordClass.MISSING_FIELD,
        record -> {
          JsonNode row = row(record);
          long present =
              row.properties().stream()
                  .filter(cell -> !cell.getValue().isNull() && !cell.getValue().asText().isBlank())
                  .count();
          assertThat(present).isEqualTo(record.stage() == Stage.ASSEMBLY ? 5 : 6);
        });
  }

  @Test
  void badIdsHaveTheWrongForm() {
    check(
        RecordClass.BAD_ID,
        record -> {
          JsonNode row = row(record);
          boolean good =
              switch (record.stage()) {
                case FABRICATION -> matches(row, "item id", "(T|WM)[0-9]{3,9}");
                case SUB_ASSEMBLY ->
                    matches(row, "Assembly ID", "SAWM[0-9]{4,9}")
                        && matches(row, "Item ID", "(T|WM)[0-9]{3,9}")
                        && matches(row, "Machine ID", "FA_WM[0-9]{3,9}");
                case ASSEMBLY ->
                    matches(row, "Process ID", "SAWM[0-9]{4,9}_FA_WM[0-9]{3,9}")
                        && matches(row, "Machine ID", "MAII1017ECME[0-9]{7,12}");
              };
          assertThat(good).isFalse();
        });
  }

  @Test
  void brokenJsonIsNone() {
    check(
        RecordClass.BROKEN_JSON,
        record -> {
          byte[] value = record.record().value();
          boolean utf8 =
              new String(value, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8).length
                  == value.length;
          if (utf8 && value.length > 0) {
            assertThatThrownBy(
                    () -> {
                      var parser = JSON.createParser(value);
                      JSON.readTree(parser);
                      if (parser.nextToken() != null) {
                        throw new IOException("something follows");
                      }
                    })
                .isInstanceOf(IOException.class);
          }
        });
  }

  @Test
  void whatIsNoObjectIsJsonNevertheless() {
    check(RecordClass.NOT_AN_OBJECT, record -> assertThat(row(record).isObject()).isFalse());
  }

  @Test
  void tombstonesAreOfItemsThatNothingRefersTo() {
    List<GeneratedRecord> records = generate(6, options(5_000, everything(0.02)));
    Set<String> used =
        records.stream()
            .filter(record -> record.stage() == Stage.SUB_ASSEMBLY)
            .filter(record -> record.recordClass().fate() != Fate.QUARANTINED)
            .map(record -> row(record).path("Item ID").asText())
            .collect(Collectors.toSet());
    Set<String> known = new HashSet<>();
    for (GeneratedRecord record : records) {
      if (record.recordClass() == RecordClass.TOMBSTONE) {
        assertThat(record.record().value()).isNull();
        assertThat(known).contains(key(record));
        assertThat(used).doesNotContain(key(record));
      } else if (record.record().key() != null) {
        known.add(key(record));
      }
    }
  }

  @Test
  void blankRowsHaveNothingInTheirCells() {
    check(
        RecordClass.BLANK_ROW,
        record ->
            assertThat(row(record).properties())
                .filteredOn(cell -> !cell.getKey().equals("revision"))
                .allMatch(cell -> cell.getValue().textValue().isBlank()));
  }

  @Test
  void unstorableTextIsGoodJsonWithABadCharacter() {
    check(
        RecordClass.UNSTORABLE_TEXT,
        record -> {
          String column = record.stage() == Stage.FABRICATION ? "item" : "process";
          char last =
              row(record)
                  .get(column)
                  .textValue()
                  .charAt(row(record).get(column).textValue().length() - 1);
          assertThat(last == 0 || Character.isSurrogate(last)).isTrue();
        });
  }

  @Test
  void sharesAboveOneAreRefused() {
    assertThatThrownBy(() -> options(10, Map.of(RecordClass.UPDATE, 0.7, RecordClass.LATE, 0.4)))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining("the shares of all classes together are 1.1");
  }

  private static void check(RecordClass recordClass, Consumer<GeneratedRecord> flawed) {
    check(recordClass, record -> {}, flawed);
  }

  /** Runs through records of one class among regular ones. */
  private static void check(
      RecordClass recordClass,
      Consumer<GeneratedRecord> regular,
      Consumer<GeneratedRecord> flawed) {
    int found = 0;
    for (GeneratedRecord record : generate(6, options(2_000, Map.of(recordClass, 0.2)))) {
      if (record.recordClass() == recordClass) {
        found++;
        flawed.accept(record);
      } else {
        regular.accept(record);
      }
    }
    assertThat(found).isGreaterThan(300);
  }

  private static String key(GeneratedRecord record) {
    return new String(record.record().key(), StandardCharsets.UTF_8);
  }

  private static String sha256(GeneratedRecord record) {
    return record.record().headers().stream()
        .filter(header -> header.name().equals(OutgoingHeader.SHA256))
        .map(OutgoingHeader::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> dates(GeneratedRecord record) {
    JsonNode row = row(record);
    return switch (record.stage()) {
      case FABRICATION -> List.of(row.get("in date").textValue(), row.get("out date").textValue());
      case SUB_ASSEMBLY ->
          List.of(row.get("start date").textValue(), row.get("end date").textValue());
      case ASSEMBLY -> List.of(row.get("Start Date ").textValue(), row.get("END DATE").textValue());
    };
  }

  private static boolean matches(JsonNode row, String column, String pattern) {
    return row.get(column).textValue().matches(pattern);
  }
}
