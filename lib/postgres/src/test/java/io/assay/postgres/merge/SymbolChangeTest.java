package io.assay.postgres.merge;

import static io.assay.postgres.merge.TestRun.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import io.assay.model.ColumnType.Enumeration;
import io.assay.model.Pipeline;
import io.assay.model.Table;
import io.assay.postgres.TestDatabase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Columns that are enums: their check constraints, and what becomes of them. */
class SymbolChangeTest {
  private static final String STATE = "constraint assay_symbols_state: ";

  @RegisterExtension final TestDatabase server = new TestDatabase();

  private long next = 10;

  @Test
  void anEnumIsTextWithANamedConstraint() {
    ran("", "new, paid");

    assertThat(
            server.column(
                "select format_type(atttypid, atttypmod) from pg_attribute where attrelid = 'item'::regclass and attname = 'state'"))
        .containsExactly("text");
    assertThat(checks())
        .containsExactly(STATE + "CHECK ((state = ANY (ARRAY['new'::text, 'paid'::text])))");
  }

  @Test
  void theSameSymbolsInAnotherOrderAreNoChange() {
    ran("", "new, paid");

    open(item("widen = fail", "paid, new"));
  }

  @Test
  void hostileSymbolsAreReadAsTheyWereWritten() {
    String symbols =
        """
        "it's", "a, b", "x'::text, 'y", "back\\\\slash", "ARRAY[1]", "]", "é€😀", "'", "\\"", "$1 ?" """;
    ran("", symbols.strip());

    open(item("widen = fail", symbols.strip()));
    refused(
        item("widen = fail", symbols.strip() + ", new"), "Refused (schema-change.widen = fail)");
  }

  @Test
  void aSymbolThatIsNewIsTakenWithTheBatchThatNeedsIt() {
    ran("", "new, paid");

    open(item("", "new, paid, sent"));
    assertThat(checks())
        .containsExactly(STATE + "CHECK ((state = ANY (ARRAY['new'::text, 'paid'::text])))");
    change(item("", "new, paid, sent"), "sent");

    assertThat(server.column("select state from item order by 1")).containsExactly("paid", "sent");
    assertThat(checks())
        .containsExactly(
            STATE + "CHECK ((state = ANY (ARRAY['new'::text, 'paid'::text, 'sent'::text])))");
    assertThat(
            server.column(
                "select reason from assay.schema_change where batch_id is not null and place = 'item.state' limit 1"))
        .containsExactly(
            "is one of new, paid, should be one of new, paid, sent; schema-change.widen = apply: it takes more than before");
  }

  @Test
  void aSymbolThatIsNewMayHaveToStayOutside() {
    ran("", "new, paid");

    refused(
        item("widen = fail", "new, paid, sent"),
        "item.state: is one of new, paid, should be one of new, paid, sent. Refused (schema-change.widen = fail): the policy says so");
    Pipeline pipeline = open(item("widen = quarantine", "new, paid, sent"));

    assertThat(pipeline.kind("item").rootTable().column("state").map(Table.Column::type))
        .contains(new Enumeration(Set.of("new", "paid")));
  }

  @Test
  void aSymbolThatIsGoneIsRefusedByNameWhileARowHasIt() {
    ran("", "new, paid");

    String stored =
        "stored rows have paid: give them another value, keep the symbol, or write narrow = lenient";
    refused(
        item("", "new, sent"),
        "item.state: is one of new, paid, sent, should be one of new, sent. Refused (schema-change.narrow = fail): "
            + stored);
    refused(item("narrow = apply", "new, sent"), stored);
    server.execute("update item set state = 'new'");
    refused(item("", "new, sent"), "no stored row has paid, so narrow = apply would do it");
    change(item("narrow = apply", "new, sent"), "sent");

    assertThat(checks())
        .containsExactly(STATE + "CHECK ((state = ANY (ARRAY['new'::text, 'sent'::text])))");
  }

  @Test
  void aSymbolThatIsGoneMayStayInTheTable() {
    ran("", "new, paid");

    change(item("narrow = lenient", "new"), "new");

    assertThat(checks())
        .containsExactly(STATE + "CHECK ((state = ANY (ARRAY['new'::text, 'paid'::text])))");
  }

  @Test
  void textBecomesAnEnumIfStoredRowsAllowIt() {
    try (TestRun run = new TestRun(server, TestRun.pipeline(text()))) {
      run.batch().record("item", at(1), "id", "a", "state", "odd").commit();
    }

    refused(
        item("narrow = apply", "new, paid"),
        "item.state: is any text, should be one of new, paid. Refused (schema-change.narrow = apply): a stored value is none of them: correct it, or write narrow = lenient");
    server.execute("update item set state = 'paid'");
    refused(
        item("", "new, paid"), "every stored value is one of them, so narrow = apply would do it");
    change(item("narrow = apply", "new, paid"), "new");

    assertThat(checks()).hasSize(1);
  }

  @Test
  void anEnumBecomesText() {
    ran("", "new, paid");

    change(text(), "odd");

    assertThat(checks()).isEmpty();
    assertThat(server.column("select state from item order by 1")).containsExactly("odd", "paid");
  }

  @Test
  void aColumnThatIsNewBringsItsConstraint() {
    try (TestRun run =
        new TestRun(server, TestRun.pipeline(text().replace(", state = state", "")))) {
      run.batch().record("item", at(1), "id", "a").commit();
    }

    change(item("", "new, paid"), "paid");

    assertThat(checks()).hasSize(1);
  }

  @Test
  void theConstraintOfARenamedColumnGoesWithIt() {
    ran("", "new, paid");
    String renamed =
        item("", "new, paid, sent")
            .replace(
                "state = state",
                "status { sql = state, type = enum, symbols = [new, paid, sent], was = state }");

    try (TestRun run = new TestRun(server, TestRun.pipeline(renamed))) {
      run.batch().record("item", at(2), "id", "b", "state", "sent").commit();
    }

    assertThat(checks())
        .containsExactly(
            "constraint assay_symbols_status: CHECK ((status = ANY (ARRAY['new'::text, 'paid'::text, 'sent'::text])))");
  }

  @Test
  void anArrayOfEnumsIsCheckedElementByElement() {
    ran("", "new, paid");
    String states =
        item("", "new, paid")
            .replace(
                "state = state",
                "state = state, states { sql = \"array(state)\", type = \"enum[]\", symbols = [new, paid] }");
    change(states, "new");

    server.execute("update item set states = array['new', null, 'paid']");
    assertThatThrownBy(() -> server.execute("update item set states = array['new', 'odd']"))
        .hasMessageContaining("assay_symbols_states");
    refused(
        states.replace(
            "type = \"enum[]\", symbols = [new, paid]", "type = \"enum[]\", symbols = [new]"),
        "item.states: is one of new, paid, should be one of new. Refused (schema-change.narrow = fail): stored rows have paid: ");
    change(
        states.replace(
            "\"enum[]\", symbols = [new, paid]", "\"enum[]\", symbols = [new, paid, sent]"),
        "new");
    assertThat(checks())
        .contains(
            "constraint assay_symbols_states: CHECK ((array_remove(states, NULL::text) <@ ARRAY['new'::text, 'paid'::text, 'sent'::text]))");
  }

  @Test
  void aConstraintOfSomebodyElseIsTheirsAndRefusesRecordsOneByOne() {
    ran("", "new, paid, sent");
    server.execute("alter table item add constraint not_sent check (state <> 'sent')");

    try (TestRun run = new TestRun(server, TestRun.pipeline(item("", "new, paid, sent")))) {
      run.batch()
          .record("item", at(2), "id", "b", "state", "sent")
          .record("item", at(3), "id", "c", "state", "new")
          .commit();
    }

    assertThat(server.column("select id from item order by 1")).containsExactly("a", "c");
    assertThat(server.rows("select rule, record_offset from assay.finding"))
        .containsExactly(List.of("database", "2"));
  }

  @Test
  void aConstraintOfAnotherFormUnderTheNameIsRefused() {
    ran("", "new, paid");
    server.execute(
        "alter table item drop constraint assay_symbols_state",
        "alter table item add constraint assay_symbols_state check (state <> 'odd')");

    refused(
        item("", "new, paid"),
        "item.state: is under the constraint assay_symbols_state, should be one of new, paid. Refused: the constraint has a form that Assay does not write: drop it");
  }

  private static String item(String policy, String symbols) {
    return definition(policy, "type = enum, symbols = [" + symbols + "]");
  }

  private static String text() {
    return definition("", "type = text");
  }

  private static String definition(String policy, String type) {
    return """
        item {
          fields { id { from = id, type = text }, state { from = state, %s } }
          tables { item { key = [id], columns { id = id, state = state }, schema-change { %s } } }
        }
        """
        .formatted(type, policy);
  }

  /** A run that leaves a row whose state is {@code paid}. */
  private void ran(String policy, String symbols) {
    try (TestRun run = new TestRun(server, TestRun.pipeline(item(policy, symbols)))) {
      run.batch()
          .record("item", at(1), "id", "a", "state", symbols.contains("paid") ? "paid" : null)
          .commit();
    }
  }

  private void change(String kind, String state) {
    try (TestRun run = new TestRun(server, TestRun.pipeline(kind))) {
      run.batch().record("item", at(next++), "id", "next", "state", state).commit();
    }
  }

  private Pipeline open(String kind) {
    try (TestRun run = new TestRun(server, TestRun.pipeline(kind))) {
      return run.database().pipeline();
    }
  }

  private void refused(String kind, String line) {
    List<String> before = checks();
    assertThatThrownBy(() -> open(kind))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.kind()).isEqualTo(AssayException.Kind.USER))
        .hasMessageContaining(line);
    assertThat(checks()).isEqualTo(before);
  }

  private List<String> checks() {
    return server.column(
        "select 'constraint ' || conname || ': ' || pg_get_constraintdef(oid) from pg_constraint where contype = 'c' and conrelid = 'item'::regclass order by 1");
  }
}
