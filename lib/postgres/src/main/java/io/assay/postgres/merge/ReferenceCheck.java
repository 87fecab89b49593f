package io.assay.postgres.merge;

import io.assay.model.OrphanPolicy;
import io.assay.model.Ownership;
import io.assay.model.Table;
import io.assay.model.Table.Reference;
import io.assay.postgres.Identifier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One reference of one table of a kind: finds the staged rows whose parent is neither stored nor
 * brought by a record of the same kind, and decides what the reference declares for them.
 */
final class ReferenceCheck {
  private static final String FIND =
      """
      insert into assay_orphan (reference, topic, partition, record_offset, record_time, key, stubbed)
      select ${distinct}${id}, s._topic, s._partition, s._offset, s._timestamp, ${key}, ${stubbed}
      from ${staging} s
      where ${upserts} and ${present} ${again}${stored}${own}
      """;

  private static final String STORED =
      "\n  and not exists (select from ${parent} p where ${is-parent}${real})";

  private static final String AGAIN =
      """
       and not ${refused}
        and not exists (select from assay_orphan o where o.reference = ${id} and ${known} and o.key = ${key})""";

  private static final String OWN =
      """

        and not exists (select from ${staging} q where ${upserts} and ${is-parent} and not ${refused}${remembered}${same})""";

  private static final String WAIT =
      """
      update assay_orphan o set waits = true
      where o.reference = ${id} and not o.stubbed and not exists (
        select from assay_released h
        where ${released}
          and (h.held_at + interval '${seconds} seconds' <= now() or (h.waits_for = ${parent} and h.deadline <= now())))
      """;

  private static final String FOUND =
      """
      insert into assay_found (topic, partition, record_offset, record_time, kind, rule, severity, field, value, message)
      select o.topic, o.partition, o.record_offset, o.record_time, ${kind}, ${rule}, ${severity}, ${field},
             ${value}, ${message}
      from assay_orphan o
      where o.reference = ${id} and not o.waits
        and not exists (select from assay_found f where f.kind = ${kind} and f.rule = ${rule} and ${known})
      """;

  private final KindTable child;
  private final Reference reference;
  private final KindTable parent;
  private final List<KindTable> staged;
  private final String pipeline;
  private final int id;
  private final Sql find;
  private final Sql findAgain;
  private final Optional<Sql> wait;
  private final Sql found;

  /**
   * A check of one reference.
   *
   * @param id unique in the pipeline
   * @param parent the referenced table, as the kind itself fills it, or else as another kind does
   * @param staged the same, as kinds fill it whose staged rows count as there
   */
  ReferenceCheck(
      int id,
      KindTable child,
      Reference reference,
      KindTable parent,
      List<KindTable> staged,
      String pipeline) {
    this.staged = List.copyOf(staged);
    this.id = id;
    this.child = child;
    this.reference = reference;
    this.parent = parent;
    this.pipeline = pipeline;
    this.find = findText("");
    this.findAgain = findText(again());
    this.wait = deadline().map(this::waitText);
    this.found = foundText();
  }

  /** Whether every record brings the parent itself, so that there is nothing to check. */
  static boolean isAlwaysPresent(KindTable child, Reference reference, KindTable parent) {
    boolean owner = child.owner().equals(Optional.of(reference));
    if (owner && parent.root()) {
      return true; // rows without their root row do not count
    }
    Table own = child.table();
    Table theirs = parent.table();
    boolean together =
        parent.kind().equals(child.kind())
            && !parent.remembers()
            && (!parent.owned() || child.owned())
            && own.each().size() >= theirs.each().size()
            && own.each().subList(0, theirs.each().size()).equals(theirs.each())
            && (theirs.when().isEmpty()
                || (theirs.when().equals(own.when()) && theirs.each().equals(own.each())));
    for (int i = 0; i < reference.columns().size() && together; i++) {
      together =
          Ownership.isSame(
              own.column(reference.columns().get(i)).orElseThrow(),
              own,
              theirs.column(theirs.key().get(i)).orElseThrow(),
              theirs);
    }
    return together;
  }

  /** The rule that a missing parent fails. */
  String rule() {
    return "orphan-" + reference.name();
  }

  int id() {
    return id;
  }

  KindTable parent() {
    return parent;
  }

  Reference reference() {
    return reference;
  }

  /** Whether staged records may bring the parent: what is refused then leaves further orphans. */
  boolean isAmongStaged() {
    return !staged.isEmpty();
  }

  boolean makesStubs() {
    return reference.orphan().makesStubs();
  }

  /**
   * How long a record waits for the parent, from the moment it was first held; empty if it does
   * not.
   */
  Optional<Duration> deadline() {
    return deadline(reference.orphan());
  }

  /** Finds orphans and decides about them. */
  long check(Transaction transaction) throws SQLException {
    return decided(transaction, transaction.update(find));
  }

  /** The same once more after refusals, for orphans that they left. */
  long checkAgain(Transaction transaction) throws SQLException {
    return decided(transaction, transaction.update(findAgain));
  }

  private long decided(Transaction transaction, long orphans) throws SQLException {
    if (orphans > 0) {
      if (wait.isPresent()) {
        transaction.update(wait.get());
      }
      transaction.update(found);
    }
    return orphans;
  }

  private static Optional<Duration> deadline(OrphanPolicy policy) {
    return policy instanceof OrphanPolicy.Hold hold
        ? Optional.of(hold.deadline().plus(deadline(hold.then()).orElse(Duration.ZERO)))
        : Optional.empty();
  }

  private Sql findText(String again) {
    return Sql.template(FIND)
        .with("distinct", child.several() ? "distinct " : "")
        .with("id", Integer.toString(id))
        .with("key", KindTable.text("s", reference.columns()))
        .with("stubbed", isOwner() ? "false" : stubbed())
        .with("staging", child.staging())
        .with("upserts", child.upserts("s"))
        .with("present", KindTable.present("s", reference.columns()))
        .with("again", again)
        .with("stored", isOwner() ? "" : stored())
        .with("own", staged.stream().map(this::own).collect(Collectors.joining()))
        .sql();
  }

  /** Whether the parent is a row of the very record, and no other will do. */
  private boolean isOwner() {
    return child.owner().equals(Optional.of(reference));
  }

  private String stubbed() {
    return "exists (select from %s p where %s)".formatted(parent.target(), isParent("p"));
  }

  private String stored() {
    return Sql.template(STORED)
        .with("parent", parent.target())
        .with("is-parent", isParent("p"))
        .with("real", makesStubs() ? " and not p.assay_stub" : "")
        .sql()
        .toString();
  }

  private String again() {
    return Sql.template(AGAIN)
        .with("refused", WorkTables.refused("s"))
        .with("id", Integer.toString(id))
        .with("known", WorkTables.sameRecord("o", "s"))
        .with("key", KindTable.text("s", reference.columns()))
        .sql()
        .toString();
  }

  private String own(KindTable parents) {
    return Sql.template(OWN)
        .with("staging", parents.staging())
        .with("upserts", parents.upserts("q"))
        .with("is-parent", isParent("q"))
        .with("refused", WorkTables.refused("q"))
        .with(
            "remembered",
            parents.remembers() ? " and " + DeletionMemory.allows(parents, pipeline, "q") : "")
        .with(
            "same",
            isOwner() ? " and " + Version.staged("q", 0).sameRecord(Version.staged("s", 0)) : "")
        .sql()
        .toString();
  }

  private String isParent(String alias) {
    return KindTable.equal(alias, parent.table().key(), "s", reference.columns());
  }

  private Sql waitText(Duration deadline) {
    return Sql.template(WAIT)
        .with("id", Integer.toString(id))
        .with("released", WorkTables.sameCoordinates("h", "o"))
        .with("seconds", deadline.toMillis() / 1000.0 + "")
        .with("parent", Identifier.literal(parent.table().name()))
        .sql();
  }

  private Sql foundText() {
    String missing = "no row of " + parent.table().name() + " has this key";
    return Sql.template(FOUND)
        .with("kind", Identifier.literal(child.kind().name()))
        .with("rule", Identifier.literal(rule()))
        .with("severity", makesStubs() ? "'warn'" : "'reject'")
        .with("field", Identifier.literal(String.join(", ", reference.columns())))
        .with("value", child.shownElements("o.key", reference.columns()))
        .with(
            "message", Identifier.literal(makesStubs() ? missing + "; a stub stands in" : missing))
        .with("id", Integer.toString(id))
        .with("known", WorkTables.sameCoordinates("f", "o"))
        .sql();
  }
}
