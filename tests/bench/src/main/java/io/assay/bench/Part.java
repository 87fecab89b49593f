package io.assay.bench;

/** The parts whose processes take part in refining. */
enum Part {
  KAFKA("Kafka broker"),
  SPARK("Spark"),
  POSTGRESQL("PostgreSQL");

  private final String title;

  Part(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
