/**
 * Records that nobody made: {@link io.assay.feed.generate.ManufacturingGenerator} gives the records
 * that a washing-machine plant's three sheets would give, of any number, with defects in known
 * shares. The same seed and options give the same bytes.
 */
package io.assay.feed.generate;
