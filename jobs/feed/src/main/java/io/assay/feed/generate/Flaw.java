package io.assay.feed.generate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How records of one defect class are made. Each concerns a product of its own, of which no other
 * is made.
 */
interface Flaw {

  /** The next record; empty if there is nothing to make it of yet. */
  Optional<Draft> draft(Plant plant, Random random);

  /** All that make one record at a time: every defect but those that need a record before them. */
  static Map<RecordClass, Flaw> all() {
    return Stream.of(DateFlaws.all(), OrderFlaws.all(), CellFlaws.all(), ValueFlaws.all())
        .flatMap(flaws -> flaws.entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A new product of any stage for which there is something to make it of. */
  static Product anyProduct(Plant plant, Random random) {
    Stage stage = Catalogue.oneOf(List.of(Stage.values()), random);
    Optional<? extends Product> product = plant.product(stage);
    return product.isPresent() ? product.get() : plant.item();
  }
}
