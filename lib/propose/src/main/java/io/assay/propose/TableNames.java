package io.assay.propose;

import java.util.List;

/** Names for tables: the shortest that says what the rows are, and that SQL takes for a name. */
final class TableNames {
  private static final int LONGEST = 40;
  private final Names names = new Names(LONGEST);

  /** A name for what most people call so; else the more telling one. */
  String claim(String shortest, String more) {
    return names.claimFirst(List.of(plain(shortest), plain(more)));
  }

  private static String plain(String wanted) {
    String name = Names.identifier(wanted);
    return Names.isWordOfSql(name) ? Names.plural(name) : name;
  }
}
