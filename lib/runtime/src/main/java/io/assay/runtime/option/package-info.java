/**
 * Command lines: {@link io.assay.runtime.option.Parameter}s are declared once, typed, and give both
 * the usage text and the values. Parsing is scopt's.
 */
package io.assay.runtime.option;
