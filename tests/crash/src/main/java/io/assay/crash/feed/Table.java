package io.assay.crash.feed;

import java.util.List;

/** A target table and its columns. */
public record Table(String name, List<String> key, List<String> values) {}
