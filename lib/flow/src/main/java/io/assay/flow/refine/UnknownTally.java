package io.assay.flow.refine;

import io.assay.postgres.UnknownMember;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects members that no field takes, each name once, with a type that all its values have. Not
 * thread-safe.
 */
final class UnknownTally {
  private final Map<UnknownMember.Name, UnknownMember> members = new LinkedHashMap<>();
  private final Set<UnknownMember.Name> told;

  UnknownTally(Set<UnknownMember.Name> told) {
    this.told = new HashSet<>(told);
  }

  /** Adds one; whether its name was not told before. */
  boolean add(UnknownMember member) {
    members.merge(member.name(), member, UnknownMember::or);
    return told.add(member.name());
  }

  List<UnknownMember> members() {
    return List.copyOf(members.values());
  }
}
