package io.assay.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.Coordinates;
import io.assay.postgres.quarantine.QuarantineChange;
import io.assay.postgres.quarantine.QuarantineEntry;
import io.assay.postgres.quarantine.QuarantineFinding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuarantineEntryTextTest {
  @Test
  void theHistoryTellsWhatEveryBatchFound() {
    Instant noon = Instant.parse("2026-01-31T12:00:00Z");
    QuarantineEntry entry =
        new QuarantineEntry(
            new Coordinates("devices", 0, 7, 0),
            Optional.of("device"),
            "open",
            Optional.empty(),
            noon,
            3,
            List.of(
                finding(3, "v1", "power", Optional.of("5000")),
                finding(9, "v2", "present", Optional.empty())),
            List.of(
                new QuarantineChange(
                    noon.plusSeconds(60),
                    "requeued",
                    OptionalLong.empty(),
                    Optional.of("ada"),
                    Optional.of("rule corrected")),
                new QuarantineChange(
                    noon.plusSeconds(61),
                    "open",
                    OptionalLong.of(9),
                    Optional.empty(),
                    Optional.of("refused again"))));

    assertThat(QuarantineEntryText.of(entry))
        .isEqualTo(
            """
            devices/0/7  kind device, open

            History

              2026-01-31T12:00:00Z  open, refused by batch 3
                  reject  power: not so (power: 5000) (version v1)
              2026-01-31T12:01:00Z  requeued by ada: rule corrected
              2026-01-31T12:01:01Z  open by batch 9: refused again
                  reject  present: not so (version v2)

            The record

            """);
  }

  @Test
  void theBytesOfMaskedKindsAreConcealedUnlessTheyAreAskedFor() {
    Pipeline pipeline =
        PipelineFile.parse(
            "two.conf",
            """
            pipeline = two
            source { topics = [a], format = json }
            records {
              open { when = "_offset > 5", fields { id { from = id, type = text } }, tables { open { key = [id], columns { id = id } } } }
              secret { fields { id { from = id, type = text, mask = true } }, tables { secret { key = [id], columns { id = id } } } }
            }
            """,
            Map.of());

    assertThat(RawRecordText.Bytes.of(false, pipeline, Optional.of("open")))
        .isEqualTo(RawRecordText.Bytes.SHOWN);
    assertThat(RawRecordText.Bytes.of(false, pipeline, Optional.of("secret")))
        .isEqualTo(RawRecordText.Bytes.CONCEALED);
    assertThat(RawRecordText.Bytes.of(false, pipeline, Optional.empty()))
        .isEqualTo(RawRecordText.Bytes.CONCEALED);
    assertThat(RawRecordText.Bytes.of(true, pipeline, Optional.of("secret")))
        .isEqualTo(RawRecordText.Bytes.SHOWN);
  }

  private static QuarantineFinding finding(
      long batch, String version, String rule, Optional<String> value) {
    return new QuarantineFinding(
        batch, version, rule, "reject", value.map(any -> rule), value, "not so");
  }
}
