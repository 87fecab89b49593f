/** What people ask of a pipeline from the command line: its summary and its quarantine. */
package io.assay.admin;
