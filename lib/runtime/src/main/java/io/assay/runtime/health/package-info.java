/**
 * Whether a job works, for those who start it again if not: {@link io.assay.runtime.health.Health}
 * knows, {@link io.assay.runtime.health.UiPages} tells over HTTP.
 */
package io.assay.runtime.health;
