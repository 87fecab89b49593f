package io.assay.bench;

import java.nio.file.Path;

/**
 * A database and a lake of their own, where a pipeline writes to.
 *
 * @param environment the file that the jobs are given
 * @param server the database
 */
record Target(Path environment, DatabaseServer server) {}
