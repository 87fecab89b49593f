package io.assay.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What a commit of the raw table says about itself, kept as Delta's user metadata.
 *
 * @param writer who wrote it
 * @param positions up to where Kafka has been landed, this commit included
 */
record CommitNote(WriterIdentity writer, Positions positions) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUN = "run";
  private static final String APPLICATION = "application";
  private static final String HOST = "host";
  private static final String POSITIONS = "positions";

  String toJson() {
    ObjectNode note = JSON.createObjectNode();
    note.put(RUN, writer.runId());
    note.put(APPLICATION, writer.applicationId());
    note.put(HOST, writer.host());
    note.put(POSITIONS, positions.toString());
    return note.toString();
  }

  /** Reads a note; empty if the text is not one of ours. */
  static Optional<CommitNote> parse(String userMetadata) {
    try {
      JsonNode note = JSON.readTree(userMetadata);
      if (!note.has(RUN) || !note.has(POSITIONS)) {
        return Optional.empty();
      }
      WriterIdentity writer =
          new WriterIdentity(
              note.path(RUN).asText(), note.path(APPLICATION).asText(), note.path(HOST).asText());
      return Optional.of(new CommitNote(writer, Positions.parse(note.path(POSITIONS).asText())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
