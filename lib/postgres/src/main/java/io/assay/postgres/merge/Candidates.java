package io.assay.postgres.merge;

import io.assay.postgres.Coordinates;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The staged records of a batch in one line: kinds parents first, then deletions children first.
 * Parts of it can be made the only ones that a merge sees. All of it within a transaction that is
 * rolled back.
 */
final class Candidates {
  /** Attempts that no task has: of rows that are not seen, and of those that are. */
  private static final long ASIDE = -1;

  static final long SEEN = -2;

  private static final String RECORDS =
      """
      select %d as stage, %s as kind, s._topic as topic, s._partition as partition, s._offset as record_offset, s._timestamp as record_time
      from %s s
      where s._attempt = any (${attempts}) and s._operation %s
      """;

  private static final String LINE_UP =
      """
      insert into assay_candidate (place, kind, topic, partition, record_offset, record_time)
      select row_number() over (order by c.stage, c.record_time, c.topic, c.partition, c.record_offset) - 1,
             c.kind, c.topic, c.partition, c.record_offset, c.record_time
      from (
      ${records}
      ) c
      """;

  private static final String SET_ASIDE = "update %s s set _attempt = " + ASIDE + " where %s";

  private static final String SHOW =
      "update %s s set _attempt = "
          + SEEN
          + " from assay_candidate c where c.place >= ? and c.place < ? and s._attempt = "
          + ASIDE
          + " and "
          + WorkTables.sameRecord("c", "s");

  private static final String HIDE =
      "update %s s set _attempt = " + ASIDE + " where s._attempt = " + SEEN;

  private static final String AT =
      """
      select kind, topic, partition, record_offset, (extract(epoch from record_time) * 1000000)::bigint
      from assay_candidate where place = ?
      """;

  private final Transaction transaction;
  private final List<String> tables;
  private final long size;

  /** One record of the line. */
  record Candidate(String kind, Coordinates coordinates) {}

  Candidates(Transaction transaction, PipelineMerge merge) throws SQLException {
    this.transaction = transaction;
    this.tables = merge.kinds().stream().flatMap(kind -> merge.staging(kind).stream()).toList();
    List<String> records = new ArrayList<>();
    for (int i = 0; i < merge.kinds().size(); i++) {
      String kind = merge.kinds().get(i).kind().name();
      String root = merge.rootStaging(merge.kinds().get(i));
      records.add(RECORDS.formatted(i, Identifier.literal(kind), root, "= 0"));
      records.add(
          RECORDS.formatted(2 * merge.kinds().size() - i, Identifier.literal(kind), root, "> 0"));
    }
    this.size =
        transaction.update(
            Sql.template(LINE_UP)
                .with("records", Sql.template(String.join("union all\n", records)).sql().toString())
                .sql());
    for (String table : tables) {
      transaction.update(Sql.template(SET_ASIDE.formatted(table, KindTable.ofBatch("s"))).sql());
    }
  }

  long size() {
    return size;
  }

  /** Lets a merge see the records from one place (included) to another (excluded). */
  void show(long from, long to) throws SQLException {
    for (String table : tables) {
      transaction.update(SHOW.formatted(table), from, to);
    }
  }

  /** Takes records out of the line: their places stay empty. */
  void leaveOut(List<FaultyRecord> records) throws SQLException {
    for (FaultyRecord record : records) {
      Coordinates at = record.coordinates();
      transaction.update(
          "delete from assay_candidate where topic = ? and partition = ? and record_offset = ?",
          at.topic(),
          at.partition(),
          at.offset());
    }
  }

  void hideAll() throws SQLException {
    for (String table : tables) {
      transaction.update(HIDE.formatted(table));
    }
  }

  Candidate at(long place) throws SQLException {
    return transaction
        .query(
            AT,
            row ->
                new Candidate(
                    row.getString(1),
                    new Coordinates(
                        row.getString(2), row.getInt(3), row.getLong(4), row.getLong(5))),
            place)
        .get(0);
  }
}
