package io.assay.bench;

/**
 * The records of {@link Flat} through the whole chain: land puts them into the raw table, refine
 * reads them from there, in one application. Time counts from the moment that it holds the
 * pipeline's lock and begins to land.
 */
final class Chain implements Workload {

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public Extent usual() {
    return new Extent(2_000_000, 3, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    Records records = new FlatRecords(bench.options().seed());
    bench.topic(Flat.TOPIC).fill(records, bench.records());
    Throughput throughput = new Throughput(bench, Flat.PIPELINE, Flat.TOPIC, Flat.ROWS, Way.CHAIN);
    return number -> throughput.measure(bench.emptyTarget(number), records.rows());
  }
}
