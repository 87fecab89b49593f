package io.assay.postgres.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something that happened to a record in quarantine.
 *
 * @param state the state from then on
 * @param batch the batch that decided, if one did
 * @param actor who asked for it, if somebody did
 * @param reason why; empty if nothing was said
 */
public record QuarantineChange(
    Instant at,
    String state,
    OptionalLong batch,
    Optional<String> actor,
    Optional<String> reason) {}
