package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Products that do not fit the stages before them. */
final class OrderFlaws {
  private static final LocalDate ANY_DAY = LocalDate.of(2021, 3, 14);

  private OrderFlaws() {}

  static Map<RecordClass, Flaw> all() {
    return Map.of(
        RecordClass.ORPHAN_ITEM, OrderFlaws::orphanItem,
        RecordClass.UNKNOWN_MACHINE, OrderFlaws::unknownMachine,
        RecordClass.WRONG_PAIR, OrderFlaws::wrongPair,
        RecordClass.STAGE_ORDER, OrderFlaws::stageOrder,
        RecordClass.SHARED_MACHINE, OrderFlaws::sharedMachine);
  }

  private static Optional<Draft> orphanItem(Plant plant, Random random) {
    Ids ids = plant.ids();
    LocalDate start = ANY_DAY.plusDays(random.nextInt(300));
    return first(
        SubAssembly.made(ids.subAssembly(), ids.absentItem(), ids.machine(), start, random));
  }

  private static Optional<Draft> unknownMachine(Plant plant, Random random) {
    return plant
        .anySubAssembly()
        .flatMap(
            part -> assembly(plant, part, plant.ids().absentMachine(), part.released(), random));
  }

  private static Optional<Draft> wrongPair(Plant plant, Random random) {
    return plant
        .nextUnassembled()
        .flatMap(
            part ->
                plant
                    .anySubAssemblyBut(part)
                    .flatMap(other -> wrongPair(plant, part, other, random)));
  }

  private static Optional<Draft> wrongPair(
      Plant plant, SubAssembly part, SubAssembly other, Random random) {
    LocalDate start =
        part.released().isAfter(other.released()) ? part.released() : other.released();
    return assembly(plant, part, other.machineId(), start, random);
  }

  /**
   * Starts before the stage before it has even begun, so that no version of either changes that.
   */
  private static Optional<Draft> stageOrder(Plant plant, Random random) {
    int early = 1 + random.nextInt(10);
    Optional<SubAssembly> part = random.nextBoolean() ? plant.nextUnassembled() : Optional.empty();
    if (part.isPresent()) {
      LocalDate start = part.get().begun().minusDays(early);
      return assembly(plant, part.get(), part.get().machineId(), start, random);
    }
    return plant
        .anyItem()
        .flatMap(item -> subAssembly(plant, item, item.begun().minusDays(early), random));
  }

  /**
   * Uses the other's machine from the same day on, and ends by the day on which the other is
   * released.
   */
  private static Optional<Draft> sharedMachine(Plant plant, Random random) {
    return plant
        .anySubAssembly()
        .flatMap(
            other ->
                first(
                    new SubAssembly(
                            plant.ids().subAssembly(),
                            other.process(),
                            other.itemId(),
                            other.machineId(),
                            other.start(),
                            other.end(),
                            other.released())
                        .changed(random)));
  }

  private static Optional<Draft> subAssembly(
      Plant plant, Item item, LocalDate start, Random random) {
    Ids ids = plant.ids();
    return first(SubAssembly.made(ids.subAssembly(), item.id(), ids.machine(), start, random));
  }

  private static Optional<Draft> assembly(
      Plant plant, SubAssembly part, String subMachine, LocalDate start, Random random) {
    String machine = plant.ids().assemblyMachine();
    return first(Assembly.made(part.id(), subMachine, machine, start, random));
  }

  private static Optional<Draft> first(Product product) {
    return Optional.of(Draft.of(product, 1));
  }
}
