/**
 * Schemas of a registry that answers over HTTP as Confluent's does: asked for by id, kept in each
 * JVM. What the registry does not know is a fault of the record; a registry that does not answer is
 * a fault of the environment.
 */
package io.assay.engine.registry;
