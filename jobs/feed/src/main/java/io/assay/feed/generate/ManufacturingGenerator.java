package io.assay.feed.generate;

import io.assay.feed.OutgoingHeader;
import io.assay.feed.OutgoingRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The records of a plant's three sheets, one at a time and in bounded memory. The same seed and
 * options give the same bytes.
 *
 * <p>Regular records and their updates obey the order of the stages: {@code out date <= start date}
 * of every sub-assembly of the item, and {@code end date <= start date} of its assembly, whichever
 * versions meet. What a record refers to was sent before it, so that any number of first records is
 * consistent. A record of a defect class concerns a thing of its own, on which nothing else
 * depends; so defects never add up to others.
 *
 * <p>For one thread.
 */
public final class ManufacturingGenerator implements Iterator<GeneratedRecord> {
  private static final int VERSIONS = 256;
  private static final int LONGEST_DELAY = 20;

  private final GeneratorOptions options;
  private final Random random;
  private final Plant plant;
  private final Uploads uploads;
  private final Map<RecordClass, Flaw> flaws = Flaw.all();
  private final Recent<Version> versions = new Recent<>(VERSIONS);
  private final Map<Stage, Long> firsts = new EnumMap<>(Stage.class);
  private final ArrayDeque<RecordClass> owed = new ArrayDeque<>();
  private final ArrayDeque<GeneratedRecord> ready = new ArrayDeque<>();
  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::due).thenComparing(Delayed::itemId));
  private long given;
  private long draws;

  /** A record that is given when so many others were. */
  private record Delayed(long due, String itemId) {}

  public ManufacturingGenerator(long seed, GeneratorOptions options) {
    this.options = options;
    this.random = new Random(seed);
    this.plant = new Plant(options.firstNumber(), random);
    this.uploads = new Uploads(seed);
  }

  @Override
  public boolean hasNext() {
    return given < options.records();
  }

  @Override
  public GeneratedRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (ready.isEmpty()) {
      if (isDelayedDue()) {
        ready.add(tombstone(delayed.remove().itemId()));
      } else {
        make(owed.isEmpty() ? drawn() : owed.remove());
      }
    }
    given++;
    return ready.remove();
  }

  private boolean isDelayedDue() {
    return !delayed.isEmpty()
        && (delayed.peek().due() <= given || options.records() - given <= delayed.size());
  }

  /**
   * Any class, by the shares; a little more often where records came undrawn, so that the shares
   * are of all records.
   */
  private RecordClass drawn() {
    draws++;
    double draw = random.nextDouble() * draws / (given + 1);
    for (Map.Entry<RecordClass, Double> share : options.shares().entrySet()) {
      draw -= share.getValue();
      if (draw < 0) {
        return share.getKey();
      }
    }
    return RecordClass.REGULAR;
  }

  /**
   * Makes a record of the class; where there is nothing to make it of yet, makes that, and owes the
   * record.
   */
  private void make(RecordClass recordClass) {
    boolean made =
        switch (recordClass) {
          case REGULAR -> regular();
          case UPDATE -> update();
          case LATE -> late();
          case DUPLICATE_ITEM -> duplicateItem();
          case TOMBSTONE -> shortLivedItem();
          default -> flawed(recordClass);
        };
    if (!made) {
      first(needed(recordClass));
      owed.add(recordClass);
    }
  }

  /** What a record of the class is made of. */
  private Stage needed(RecordClass recordClass) {
    return recordClass == RecordClass.DUPLICATE_ITEM || plant.anyItem().isEmpty()
        ? Stage.FABRICATION
        : Stage.SUB_ASSEMBLY;
  }

  /** A first version of the stage that is furthest behind its proportion. */
  private boolean regular() {
    Stage stage = Stage.FABRICATION;
    double furthest = Double.MAX_VALUE;
    for (Stage candidate : Stage.values()) {
      double filled = (double) firsts.getOrDefault(candidate, 0L) / candidate.weight();
      if (filled < furthest) {
        furthest = filled;
        stage = candidate;
      }
    }
    return first(stage);
  }

  private boolean first(Stage stage) {
    Optional<? extends Product> product = plant.product(stage);
    product.ifPresent(this::first);
    return product.isPresent();
  }

  private void first(Product product) {
    Upload upload = uploads.of(product.stage(), 1);
    ready.add(record(RecordClass.REGULAR, Draft.of(product, 1), upload));
    firsts.merge(product.stage(), 1L, Long::sum);
    plant.remember(product);
    versions.add(new Version(product, 1, upload));
  }

  private boolean update() {
    Optional<Version> before = versions.any(random);
    before.ifPresent(this::update);
    return before.isPresent();
  }

  private Version update(Version before) {
    int revision = before.revision() + 1;
    Product product = before.product().changed(random);
    Version after = new Version(product, revision, uploads.of(product.stage(), revision));
    versions.replace(before, after);
    ready.add(record(RecordClass.UPDATE, Draft.of(product, revision), after.upload()));
    return after;
  }

  /** An older revision of something that was updated; if nothing was, something is first. */
  private boolean late() {
    Optional<Version> newer =
        versions
            .any(random, version -> version.revision() > 1)
            .or(() -> versions.any(random).map(this::update));
    newer.ifPresent(this::late);
    return newer.isPresent();
  }

  private void late(Version newer) {
    Product product = newer.product().changed(random);
    Draft draft = Draft.of(product, newer.revision() - 1);
    ready.add(record(RecordClass.LATE, draft, uploads.late(product.stage())));
  }

  private boolean duplicateItem() {
    Optional<Version> original =
        versions.any(
            random,
            version -> version.revision() == 1 && version.product().stage() == Stage.FABRICATION);
    original.ifPresent(
        version -> {
          Draft draft = Draft.of(version.product().changed(random), 1);
          ready.add(record(RecordClass.DUPLICATE_ITEM, draft, version.upload()));
        });
    return original.isPresent();
  }

  private boolean shortLivedItem() {
    Item item = plant.item();
    ready.add(record(RecordClass.REGULAR, Draft.of(item, 1), uploads.of(item.stage(), 1)));
    delayed.add(new Delayed(given + 1 + random.nextInt(LONGEST_DELAY), item.id()));
    return true;
  }

  private GeneratedRecord tombstone(String itemId) {
    Stage stage = Stage.FABRICATION;
    return new GeneratedRecord(
        new OutgoingRecord(stage.topic(), bytes(itemId), null, List.of()),
        RecordClass.TOMBSTONE,
        stage);
  }

  private boolean flawed(RecordClass recordClass) {
    Optional<Draft> draft = flaws.get(recordClass).draft(plant, random);
    draft.ifPresent(
        flawed -> ready.add(record(recordClass, flawed, uploads.of(flawed.stage(), 1))));
    return draft.isPresent();
  }

  private GeneratedRecord record(RecordClass recordClass, Draft draft, Upload upload) {
    List<OutgoingHeader> headers = upload.nextRow();
    return new GeneratedRecord(
        new OutgoingRecord(draft.stage().topic(), bytes(draft.key()), draft.value(), headers),
        recordClass,
        draft.stage());
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
