package io.assay.propose;

/**
 * A rule that every record of the sample keeps.
 *
 * @param name of the rule
 * @param body what stands in its braces
 * @param seen what it was made from
 */
record RuleIdea(String name, String body, String seen) {}
