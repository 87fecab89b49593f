package io.assay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.file.PipelineFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The views of a pipeline that other modules need. */
class PipelineTest {
  private static final Pipeline MANUFACTURING =
      PipelineFile.parse(Path.of("../../conf/pipelines/manufacturing.conf"));

  @Test
  void kindsWhoseTablesOthersReferenceComeFirst() {
    assertThat(MANUFACTURING.kindsParentsFirst())
        .extracting(RecordKind::name)
        .containsExactly("fabrication", "sub_assembly", "assembly");
  }

  @Test
  void tablesStandOnceAndParentsFirst() {
    assertThat(MANUFACTURING.tables())
        .extracting(Table::name)
        .doesNotHaveDuplicates()
        .containsSubsequence("raw_material", "part", "item", "sub_assembly", "assembly");
  }

  @Test
  void aTableThatAReferenceMakesStubsOfHasStubs() {
    assertThat(MANUFACTURING.hasStubs("item")).isTrue();
    assertThat(MANUFACTURING.hasStubs("machine")).isFalse();
  }

  @Test
  void aKindWithAHoldPolicyHolds() {
    assertThat(MANUFACTURING.kind("sub_assembly").holds()).isTrue();
    assertThat(MANUFACTURING.kind("fabrication").holds()).isFalse();
  }

  @Test
  void theRootTableIsTheOneNamed() {
    assertThat(MANUFACTURING.kind("assembly").rootTable().key())
        .containsExactly("sub_assembly_id", "sub_machine_id");
  }

  @Test
  void theSequenceHasTheTypeOfItsField() {
    assertThat(MANUFACTURING.kind("assembly").sequenceTypes()).contains(ColumnType.Simple.INTEGER);
  }

  @Test
  void anUnknownKindIsAFaultThatNamesTheKnownOnes() {
    assertThatThrownBy(() -> MANUFACTURING.kind("fabricate"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "Unknown kind of record 'fabricate': the pipeline manufacturing has [fabrication, sub_assembly, assembly]");
  }

  @Test
  void aTableIsFoundByItsNameOnly() {
    assertThat(MANUFACTURING.kind("fabrication").table("part")).map(Table::name).contains("part");
    assertThat(MANUFACTURING.kind("fabrication").table("parts")).isEmpty();
  }
}
