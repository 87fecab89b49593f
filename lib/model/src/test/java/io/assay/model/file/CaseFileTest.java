package io.assay.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.cases.CaseBatch;
import io.assay.model.cases.CaseRecord;
import io.assay.model.cases.PipelineCase;
import io.assay.model.cases.RecordPlace;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseFileTest {

  @Test
  void recordsGetTheirPlacesAndTimesInOrder() {
    PipelineCase given =
        parse(
            """
            cases { two {
              batches = [
                { records = [ { topic = a, value { x = 1.50 } }, { topic = b, text = "t" }, { topic = a, tombstone = true, key = k } ] }
                { restart = true, redeliver = ["a/0/1"], records = [ { topic = a, partition = 1, base64 = "AAE=", headers { h = v } } ] }
              ]
              expect { tables { t = [ { id = 1, name = null } ], none = [] }, quarantine = [], counts { raw = 4 } }
            } }
            """);

    CaseBatch first = given.batches().get(0);
    assertThat(first.records())
        .extracting(record -> record.place().toString())
        .containsExactly("a/0/0", "b/0/0", "a/0/1");
    assertThat(first.records())
        .extracting(record -> record.timestamp().toString())
        .containsExactly("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z");
    assertThat(first.records().get(0).value().map(String::new)).contains("{\"x\":1.5}");
    assertThat(first.records().get(2).value()).isEmpty();
    CaseBatch second = given.batches().get(1);
    assertThat(second.restart()).isTrue();
    assertThat(second.redelivered()).containsExactly(new RecordPlace("a", 0, 1));
    CaseRecord bytes = second.records().get(0);
    assertThat(bytes.place()).hasToString("a/1/0");
    assertThat(bytes.value().orElseThrow()).containsExactly(0, 1);
    assertThat(given.expectation().tables().get("t"))
        .containsExactly(Map.of("id", Optional.of("1"), "name", Optional.empty()));
    assertThat(given.expectation().tables().get("none")).isEmpty();
    assertThat(given.expectation().quarantine().orElseThrow()).isEmpty();
  }

  @Test
  void everyFaultIsTold() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    cases { wrong {
                      batches = [ { records = [
                        { topic = a, value { x = 1 }, text = "t" }
                        { topic = a, offset = 0, base64 = "?" }
                        { value { x = 1 } }
                      ], redeliver = ["a/0/9"] } ]
                      expect { counts { aplied = 1 }, quarantine = [ { record = "a-0-1", rules = [decode] } ] }
                    } }
                    """))
        .hasMessageContaining("has more than one value")
        .hasMessageContaining("a second record at a/0/0")
        .hasMessageContaining("has no topic")
        .hasMessageContaining("no record of an earlier batch")
        .hasMessageContaining("aplied")
        .hasMessageContaining("applied")
        .hasMessageContaining("not the place of a record");
  }

  private static PipelineCase parse(String text) {
    return CaseFile.parse("test.cases.conf", text, Path.of(".")).cases().get(0);
  }
}
