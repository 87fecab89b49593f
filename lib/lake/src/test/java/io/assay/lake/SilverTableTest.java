package io.assay.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.model.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilverTableTest {
  private final SparkSession spark = TestSession.spark();
  @TempDir Path folder;
  private SilverTable table;

  @BeforeEach
  void table() {
    table = new SilverTable(folder.resolve("silver").toUri().toString(), "test/items");
  }

  private Dataset<Row> batch(long batchId) {
    return spark.range(2).selectExpr("id", batchId + "L as assay_batch");
  }

  @Test
  void aBatchIsAddedOnce() {
    assertThat(table.append(batch(7), 7)).isTrue();
    assertThat(table.append(batch(7), 7)).isFalse();
    assertThat(table.append(batch(9), 9)).isTrue();
    assertThat(table.append(batch(7), 7)).isFalse();

    assertThat(table.read(spark).count()).isEqualTo(4);
  }

  @Test
  void anEarlierBatchThatWasForgottenIsNotSkippedInSilence() {
    table.append(batch(9), 9);

    assertThatThrownBy(() -> table.append(batch(8), 8))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("Batch 8 cannot be added to the silver table")
        .hasMessageContaining("batch 9 was added before it");
  }

  @Test
  void aBatchIsKnownAlsoWhenItsCommitHasLeftTheLog() throws Exception {
    table.append(batch(7), 7);
    spark.sql("alter table delta.`" + table.path() + "` set tblproperties ('kept' = 'yes')");
    DeltaLog.forTable(spark, table.path()).checkpoint();
    Files.delete(folder.resolve("silver/_delta_log/00000000000000000000.json"));
    DeltaLog.clearCache();

    assertThat(table.lastBatch(spark)).hasValue(7);
    assertThat(table.append(batch(7), 7)).isFalse();
    assertThat(table.read(spark).count()).isEqualTo(2);
  }

  @Test
  void columnsThatALaterVersionAddsAreNullInEarlierRows() {
    table.append(batch(1), 1);
    table.append(batch(2).selectExpr("*", "'new' as colour"), 2);

    assertThat(table.read(spark).where("colour is null").count()).isEqualTo(2);
  }
}
