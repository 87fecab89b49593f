/**
 * How a pipeline is doing: who refines it, when it last committed, how far behind Kafka it is. Told
 * as text or JSON; changes nothing.
 */
package io.assay.admin.status;
