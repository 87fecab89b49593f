/**
 * What people ask of a pipeline from the command line: its plan, its summary and its quarantine.
 */
package io.assay.admin;
