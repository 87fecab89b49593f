/**
 * The files in which people write pipelines and environments: HOCON in, definitions out, or every
 * fault at once. {@link io.assay.model.file.PipelineFile} and {@link
 * io.assay.model.file.EnvironmentFile} are the ways in, {@link io.assay.model.file.Rendered} is the
 * way back to text. The keys of a file are declared once, as sections: what is not declared is a
 * fault, and the reference page {@code docs/configuration.md} is generated from them.
 */
package io.assay.model.file;
