/** The records that are fed, each a function of the seed and its number, and what each says. */
package io.assay.crash.feed;
