package io.assay.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What merging a row costs, by how many the table has already: the same records of {@link Flat}, on
 * a new table of each size. Their keys follow the stored ones. At the end each table has the stored
 * rows and those of the records.
 */
final class Growth implements Workload {

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public Extent usual() {
    return new Extent(1_000_000, 1, 0);
  }

  @Override
  public Runs prepare(Bench bench) {
    List<Long> sizes = bench.options().storedRows();
    long most = sizes.stream().mapToLong(Long::longValue).max().orElseThrow();
    Records records = new FlatRecords(bench.options().seed(), most + 1);
    bench.topic(Flat.TOPIC).fill(records, bench.records());
    Throughput throughput = new Throughput(bench, Flat.PIPELINE, Flat.TOPIC, Flat.ROWS);
    return number -> {
      List<Size> measured = new ArrayList<>();
      for (long stored : sizes) {
        Target target = bench.emptyTarget("grown"); // in place of the one before
        new StoredRows(target).store(stored);
        Refined refined = throughput.refine(target, Map.of(Flat.TABLE, stored + bench.records()));
        measured.add(new Size(stored, refined));
      }
      return new Grown(measured);
    };
  }

  /**
   * A table of a size.
   *
   * @param stored rows that were there
   * @param refined what it took to add the records
   */
  record Size(long stored, Refined refined) {

    /** Of the warm batches; they do not overlap. */
    double transactionSecondsPerMillion() {
      return refined.warm().batches().stream().mapToDouble(LedgerBatch::transactionSeconds).sum()
          * 1e6
          / refined.warm().records();
    }

    double serverCpuPerMillion() {
      return refined.warm().cpuPerMillion(Part.POSTGRESQL);
    }
  }

  /** All sizes; the first is what the others are compared with. */
  record Grown(List<Size> sizes) implements Report {

    @Override
    public List<Figure> figures() {
      List<Figure> figures = new ArrayList<>();
      for (Size size : sizes) {
        String key = "at_" + size.stored() + "_";
        String title = ", warm batches, at %,d stored rows".formatted(size.stored());
        figures.add(
            new Figure(
                key + "transaction_seconds_per_million",
                "s of transactions per million rows" + title,
                size.transactionSecondsPerMillion()));
        figures.add(
            new Figure(
                key + "server_cpu_seconds_per_million",
                "CPU s of PostgreSQL per million rows" + title,
                size.serverCpuPerMillion()));
        figures.add(
            new Figure(
                key + "records_per_second",
                "records/s" + title,
                size.refined().warm().recordsPerSecond()));
      }
      Size first = sizes.get(0);
      for (Size size : sizes.subList(1, sizes.size())) {
        String title = " at %,d stored rows to %,d".formatted(size.stored(), first.stored());
        figures.add(
            new Figure(
                "growth_" + size.stored() + "_transaction",
                "ratio of transaction time per row," + title,
                size.transactionSecondsPerMillion() / first.transactionSecondsPerMillion()));
        figures.add(
            new Figure(
                "growth_" + size.stored() + "_server_cpu",
                "ratio of PostgreSQL's CPU per row," + title,
                size.serverCpuPerMillion() / first.serverCpuPerMillion()));
      }
      return figures;
    }

    @Override
    public String text() {
      Text text = new Text();
      Size first = sizes.get(0);
      for (Size size : sizes) {
        text.line(
            "stored %,13d: per million rows %.2f s of transactions (× %.2f), PostgreSQL %.2f CPU s (× %.2f); %,.0f records/s, %.1f CPU s per million in all",
            size.stored(),
            size.transactionSecondsPerMillion(),
            size.transactionSecondsPerMillion() / first.transactionSecondsPerMillion(),
            size.serverCpuPerMillion(),
            size.serverCpuPerMillion() / first.serverCpuPerMillion(),
            size.refined().warm().recordsPerSecond(),
            size.refined().warm().cpuPerMillion());
        for (Part part : Part.values()) {
          text.line(
              "  %-12s%6.1f CPU s per million   peak memory %,.0f MiB",
              part.title(),
              size.refined().warm().cpuPerMillion(part),
              size.refined().peakBytes().get(part) / Text.MEBIBYTE);
        }
      }
      return text.toString();
    }

    @Override
    public Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      List<Object> members = new ArrayList<>();
      for (Size size : sizes) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("stored", size.stored());
        member.put(
            "parts", Usage.json(size.refined().warm().cpuSeconds(), size.refined().peakBytes()));
        members.add(member);
      }
      details.put("sizes", members);
      return details;
    }
  }
}
