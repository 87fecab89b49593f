/**
 * What it means to go on with another definition than the one that made the rows so far: nothing,
 * rows that are to be made again, or nonsense.
 */
package io.assay.model.change;
