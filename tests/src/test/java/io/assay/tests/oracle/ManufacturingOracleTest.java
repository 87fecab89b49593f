package io.assay.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.feed.generate.Fate;
import io.assay.feed.generate.GeneratedRecord;
import io.assay.feed.generate.GeneratorOptions;
import io.assay.feed.generate.ManufacturingGenerator;
import io.assay.feed.generate.RecordClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManufacturingOracleTest {
  private static final String ITEM = "fabrication";
  private static final String PART = "sub-assembly";
  private static final String ASSEMBLY = "assembly";

  private final List<FedRecord> fed = new ArrayList<>();

  private static FedRecord record(
      String topic, long offset, String key, byte[] value, Map<String, byte[]> headers) {
    return new FedRecord(
        new Coordinates(topic, 0, offset),
        1_700_000_000_000L + offset,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value,
        headers);
  }

  private Coordinates feed(String topic, String key, String value, String upload) {
    FedRecord record =
        record(
            topic,
            fed.size(),
            key,
            value == null ? null : value.getBytes(StandardCharsets.UTF_8),
            Map.of("assay.file.sha256", upload.getBytes(StandardCharsets.UTF_8)));
    fed.add(record);
    return record.at();
  }

  private Coordinates item(String id, String in, String out, int revision, String upload) {
    String value =
        """
        {"item":"tub","Item ID ":"%s","raw material":"sheet steel","QUANTITY":"10 sqft","in date":"%s","out date":"%s","revision":%d}"""
            .formatted(id, in, out, revision);
    return feed(ITEM, id, value, upload);
  }

  private Coordinates item(String id) {
    return item(id, "14/02/2020", "21/02/2020", 1, "a");
  }

  private Coordinates part(String id, String item, String machine, String start, String end) {
    String value =
        """
        {"Assembly ID":"%s","process":"Weld Assembly","Item ID":"%s","Machine ID":"%s","start date":"%s","end date":"%s"}"""
            .formatted(id, item, machine, start, end);
    return feed(PART, id, value, "b");
  }

  private Coordinates assembly(String id, String start) {
    String value =
        """
        {"process":"Complaince","Process ID":"%s","Machine ID":"MAII1017ECME3020079","Start Date ":"%s","END DATE":""}"""
            .formatted(id, start);
    return feed(ASSEMBLY, id, value, "c");
  }

  private Expectation expect(Holds holds) {
    return ManufacturingOracle.expect(fed, holds);
  }

  @Test
  void nameUuidsAreThoseThatOthersCompute() {
    UUID namespace = UUID.fromString("f47ac10b-58cc-4372-a567-0e02b2c3d479");

    assertThat(NameUuid.of(namespace, "user-482"))
        .hasToString("009c8453-e395-5e81-8ad2-a8d1587395df");
    assertThat(NameUuid.of(namespace, "user-688"))
        .hasToString("fff01e80-c256-5c2b-b1c6-85967359c0c9");
  }

  @Test
  void quantitiesAreTakenApart() {
    Map<String, String> parts = new TreeMap<>();
    for (String quantity :
        List.of(
            "10",
            "10 sqft",
            "5 kg/m3",
            "24 gauge",
            "ingots—20",
            "2.5",
            "ten",
            "-5",
            "9999999999")) {
      parts.put(quantity, Item.value(quantity) + " " + Item.unit(quantity));
    }
    assertThat(parts)
        .containsEntry("10", "10.000 null")
        .containsEntry("10 sqft", "10.000 sqft")
        .containsEntry("5 kg/m3", "5.000 kg/m3")
        .containsEntry("24 gauge", "24.000 gauge")
        .containsEntry("ingots—20", "20.000 ingots")
        .containsEntry("2.5", "2.500 null")
        .containsEntry("ten", "null ten")
        .containsEntry("-5", "-5.000 null")
        .containsEntry("9999999999", "null null");
  }

  @Test
  void anItemIsSplitIntoItsPartAndRawMaterial() {
    item("T101");
    item("T102");
    Expectation expected = expect(Holds.WAITING);

    assertThat(expected.rows("item")).isEqualTo(2);
    assertThat(expected.rows("part")).isEqualTo(1);
    assertThat(expected.rows("raw_material")).isEqualTo(1);
    assertThat(expected.topic(ITEM)).isEqualTo(new Expectation.TopicCounts(2, 0, 0, 0, 2));
  }

  @Test
  void theSameItemTwiceInOneUploadIsADuplicate() {
    item("T101");
    Coordinates second = item("T101", "14/02/2020", "22/02/2020", 2, "a");
    item("T101", "14/02/2020", "23/02/2020", 3, "b");

    assertThat(expect(Holds.WAITING).quarantined())
        .containsOnly(Map.entry(second, Set.of("duplicate-item")));
  }

  @Test
  void aDateThatOnlyTheOtherReadingMakesGoodIsAmbiguous() {
    item("T104", "27/02/2020", "3/2/2020", 1, "a");

    assertThat(expect(Holds.WAITING).quarantined()).isEmpty();
  }

  @Test
  void datesOutOfOrderInEveryReadingAreRejected() {
    Coordinates bad = item("T104", "27/02/2020", "26/02/2020", 1, "a");

    assertThat(expect(Holds.WAITING).quarantined())
        .containsOnly(Map.entry(bad, Set.of("out-after-in")));
  }

  @Test
  void everyRuleThatRejectsIsNamed() {
    Coordinates bad =
        feed(
            ITEM,
            "X",
            "{\"item id\":\"X\",\"item\":\" \",\"Quantity\":\"0\",\"in date\":\"1/13/2020\"}",
            "a");

    assertThat(expect(Holds.WAITING).quarantined())
        .containsOnly(
            Map.entry(
                bad,
                Set.of("type", "present", "in-date-present", "item-id-format", "quantity-number")));
  }

  @Test
  void whatIsNoJsonObjectDoesNotDecode() {
    List<Coordinates> bad = new ArrayList<>();
    for (String value :
        List.of("", "[]", "null", "{\"a\":1,}", "{} {}", "{\"item id\":1,\"ITEM  ID\":2}", "x")) {
      bad.add(feed(ITEM, null, value, "a"));
    }

    assertThat(expect(Holds.WAITING).quarantined().keySet())
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(expect(Holds.WAITING).quarantined().values()).containsOnly(Set.of("decode"));
  }

  @Test
  void orphansWaitAndThenGetAStub() {
    Coordinates orphan = part("SAWM3031", "T999", "FA_WM124", "4/27/2020", "6/9/2020");

    assertThat(expect(Holds.WAITING).held()).containsExactly(orphan);
    assertThat(expect(Holds.WAITING).rows("machine")).isZero();
    assertThat(expect(Holds.OVER).held()).isEmpty();
    assertThat(expect(Holds.OVER).rows("item")).isEqualTo(1);
    assertThat(expect(Holds.OVER).rows("sub_assembly")).isEqualTo(1);
  }

  @Test
  void assembliesOfNothingWaitAndAreThenRejected() {
    item("T101");
    part("SAWM3031", "T101", "FA_WM124", "4/27/2020", "6/9/2020");
    Coordinates orphan = assembly("SAWM3031_FA_WM999", "7/1/2020");

    assertThat(expect(Holds.WAITING).held()).containsExactly(orphan);
    assertThat(expect(Holds.OVER).quarantined())
        .containsOnly(Map.entry(orphan, Set.of("orphan-sub_machine")));
  }

  @Test
  void aDeletionTakesTheVersionsBeforeItWhateverTheirRevisions() {
    item("T101", "14/02/2020", "21/02/2020", 9, "a");
    feed(ITEM, "T101", null, "");
    assertThat(expect(Holds.WAITING).rows("item")).isZero();
    assertThat(expect(Holds.WAITING).rows("part")).isEqualTo(1);

    item("T101", "14/02/2020", "21/02/2020", 2, "b");
    assertThat(expect(Holds.WAITING).rows("item")).isEqualTo(1);
  }

  @Test
  void whereTimingDecidesThereIsNoAnswer() {
    item("T101");
    part("SAWM3031", "T101", "FA_WM124", "4/27/2020", "6/9/2020");
    feed(ITEM, "T101", null, "");

    assertThatThrownBy(() -> expect(Holds.WAITING)).hasMessageContaining("No answer");
  }

  @Test
  void theOracleAgreesWithTheGenerator() {
    Map<RecordClass, Double> shares = new EnumMap<>(RecordClass.class);
    RecordClass.defects().forEach(defect -> shares.put(defect, 0.02));
    shares.put(RecordClass.UPDATE, 0.15);
    shares.put(RecordClass.LATE, 0.05);
    Map<Fate, Set<Coordinates>> fates = new EnumMap<>(Fate.class);
    Map<String, Long> offsets = new HashMap<>();
    ManufacturingGenerator generator =
        new ManufacturingGenerator(
            42, new GeneratorOptions(20_000, GeneratorOptions.DEFAULT_FIRST_NUMBER, shares));
    while (generator.hasNext()) {
      GeneratedRecord generated = generator.next();
      FedRecord record = fed(generated, offsets);
      fed.add(record);
      fates
          .computeIfAbsent(generated.recordClass().fate(), fate -> new TreeSet<>())
          .add(record.at());
    }

    Expectation waiting = expect(Holds.WAITING);
    Expectation over = expect(Holds.OVER);

    assertThat(waiting.quarantined().keySet()).isEqualTo(fates.get(Fate.QUARANTINED));
    assertThat(waiting.held()).isEqualTo(fates.get(Fate.HELD));
    long filtered =
        List.of(ITEM, PART, ASSEMBLY).stream()
            .mapToLong(topic -> waiting.topic(topic).filtered())
            .sum();
    assertThat(filtered).isEqualTo(fates.get(Fate.FILTERED).size());
    assertThat(over.held()).isEmpty();
    assertThat(over.rows("sub_assembly")).isGreaterThan(waiting.rows("sub_assembly"));
    assertThat(over.quarantined().size()).isGreaterThan(waiting.quarantined().size());
  }

  private static FedRecord fed(GeneratedRecord generated, Map<String, Long> offsets) {
    String topic = generated.stage().topic();
    long offset = offsets.merge(topic, 1L, Long::sum) - 1;
    Map<String, byte[]> headers = new HashMap<>();
    generated.record().headers().forEach(header -> headers.put(header.name(), header.bytes()));
    byte[] key = generated.record().key();
    return record(
        topic,
        offset,
        key == null ? null : new String(key, StandardCharsets.UTF_8),
        generated.record().value(),
        headers);
  }
}
