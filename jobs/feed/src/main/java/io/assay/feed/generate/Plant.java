package io.assay.feed.generate;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Random;

/**
 * Makes products in the order of the stages, and remembers a few of them for others to be made of.
 */
final class Plant {
  private static final int REMEMBERED = 64;
  private static final LocalDate OPENED = LocalDate.of(2019, 1, 1);
  private static final LocalDate LATEST_ITEM = LocalDate.of(2022, 12, 31);

  private final Random random;
  private final Ids ids;
  private final Recent<Item> items = new Recent<>(REMEMBERED);
  private final Recent<SubAssembly> subAssemblies = new Recent<>(REMEMBERED);
  private final ArrayDeque<SubAssembly> unassembled = new ArrayDeque<>();

  Plant(long firstNumber, Random random) {
    this.random = random;
    this.ids = new Ids(firstNumber, random);
  }

  Ids ids() {
    return ids;
  }

  /** A new product of the stage; empty if there is nothing to make it of. */
  Optional<? extends Product> product(Stage stage) {
    return switch (stage) {
      case FABRICATION -> Optional.of(item());
      case SUB_ASSEMBLY -> anyItem().map(this::subAssembly);
      case ASSEMBLY -> nextUnassembled().map(this::assembly);
    };
  }

  /** A new item. */
  Item item() {
    return Item.made(ids.item(), SheetDate.between(OPENED, LATEST_ITEM, random), random);
  }

  private SubAssembly subAssembly(Item item) {
    LocalDate start = item.released().plusDays(random.nextInt(30));
    return SubAssembly.made(ids.subAssembly(), item.id(), ids.machine(), start, random);
  }

  private Assembly assembly(SubAssembly part) {
    LocalDate start = part.released().plusDays(random.nextInt(30));
    return Assembly.made(part.id(), part.machineId(), ids.assemblyMachine(), start, random);
  }

  /** From now on, others may be made of the product. */
  void remember(Product product) {
    if (product instanceof Item item) {
      items.add(item);
    } else if (product instanceof SubAssembly subAssembly) {
      subAssemblies.add(subAssembly);
      unassembled.add(subAssembly);
      if (unassembled.size() > REMEMBERED) {
        unassembled.remove();
      }
    }
  }

  Optional<Item> anyItem() {
    return items.any(random);
  }

  Optional<SubAssembly> anySubAssembly() {
    return subAssemblies.any(random);
  }

  /** A sub-assembly other than that one. */
  Optional<SubAssembly> anySubAssemblyBut(SubAssembly that) {
    return subAssemblies.any(random, candidate -> !candidate.id().equals(that.id()));
  }

  /** A sub-assembly that no assembly is made of; it is given once. */
  Optional<SubAssembly> nextUnassembled() {
    return Optional.ofNullable(unassembled.poll());
  }
}
