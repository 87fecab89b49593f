package io.assay.feed.generate;

import java.util.Random;

/**
 * Gives out ids in the plant's forms, each once, except those of assembly machines, of which there
 * are few.
 */
final class Ids {
  /** No counter gets there, so that what is numbered from here on never comes. */
  static final long ABSENT = 900_000_000;

  private static final int ASSEMBLY_MACHINES = 400;

  private final Random random;
  private long items;
  private long subAssemblies;
  private long machines;
  private long absent = ABSENT;

  Ids(long firstNumber, Random random) {
    this.random = random;
    this.items = firstNumber;
    this.subAssemblies = firstNumber;
    this.machines = firstNumber;
  }

  String item() {
    long number = items++;
    return (number % 4 == 0 ? "WM" : "T") + number;
  }

  String absentItem() {
    return "WM" + absent++;
  }

  String subAssembly() {
    return "SAWM" + (3000 + subAssemblies++);
  }

  String machine() {
    return "FA_WM" + machines++;
  }

  String absentMachine() {
    return "FA_WM" + absent++;
  }

  String assemblyMachine() {
    return "MAII1017ECME" + (3020000 + random.nextInt(ASSEMBLY_MACHINES));
  }
}
