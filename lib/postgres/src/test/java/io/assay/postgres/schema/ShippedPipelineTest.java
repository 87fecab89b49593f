package io.assay.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.model.Pipeline;
import io.assay.model.file.PipelineFile;
import io.assay.postgres.DatabaseConnector;
import io.assay.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShippedPipelineTest {
  private static final Path MANUFACTURING = Path.of("../../conf/pipelines/manufacturing.conf");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void theManufacturingPipelineBecomesTables() throws Exception {
    Pipeline pipeline = PipelineFile.parse(MANUFACTURING);
    DatabaseConnector connector = new DatabaseConnector(database.environment());
    try (Connection connection = database.connect()) {
      TargetSchema schema = new TargetSchema(connector, "plant", pipeline);
      SchemaAudit audit = new SchemaAudit("manufacturing", Optional.empty(), "1");
      new LedgerSchema(connector).create(connection);
      schema.apply(connection, audit);
      schema.apply(connection, audit);
    }

    assertThat(
            database.column(
                "select tablename from pg_tables where schemaname = 'plant' order by 1"))
        .containsExactly(
            "assembly", "item", "machine", "part", "process", "raw_material", "sub_assembly");
    assertThat(
            database.column(
                "select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint"
                    + " where contype = 'f' and connamespace = 'plant'::regnamespace order by 1"))
        .containsExactly(
            "plant.assembly FOREIGN KEY (machine_id) REFERENCES plant.machine(machine_id)",
            "plant.assembly FOREIGN KEY (process) REFERENCES plant.process(name)",
            "plant.assembly FOREIGN KEY (sub_assembly_id) REFERENCES plant.sub_assembly(assembly_id)",
            "plant.assembly FOREIGN KEY (sub_machine_id) REFERENCES plant.machine(machine_id)",
            "plant.item FOREIGN KEY (part_id) REFERENCES plant.part(part_id)",
            "plant.part FOREIGN KEY (raw_material) REFERENCES plant.raw_material(name)",
            "plant.sub_assembly FOREIGN KEY (item_id) REFERENCES plant.item(item_id)",
            "plant.sub_assembly FOREIGN KEY (machine_id) REFERENCES plant.machine(machine_id)",
            "plant.sub_assembly FOREIGN KEY (process) REFERENCES plant.process(name)");
    assertThat(
            database.column(
                "select table_name from information_schema.columns"
                    + " where table_schema = 'plant' and column_name = 'assay_stub'"))
        .containsExactly("item");
  }
}
