package io.assay.feed.generate;

import io.assay.feed.OutgoingHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A sheet as a department would upload it; its SHA-256 is that of its name and the seed. */
final class Upload {
  private final String file;
  private final String sha256;
  private int rows;

  Upload(String file, long seed) {
    this.file = file;
    this.sha256 = sha256("generated " + seed + " " + file);
  }

  /** The headers of its next row. */
  List<OutgoingHeader> nextRow() {
    rows++;
    return List.of(
        new OutgoingHeader(OutgoingHeader.FILE, file),
        new OutgoingHeader(OutgoingHeader.ROW, Integer.toString(rows)),
        new OutgoingHeader(OutgoingHeader.SHA256, sha256));
  }

  int rows() {
    return rows;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
