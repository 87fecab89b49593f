package io.assay.feed.generate;

/**
 * The newest version of a product that was sent.
 *
 * @param revision from 1
 * @param upload the one that this version was in
 */
record Version(Product product, int revision, Upload upload) {}
